/** The recommended alarms, by really breaking an application on real Flink: each says ALARM and tells a webhook, then says OK and tells it again. */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Watched } from './watched.ts';

const watched = new Watched();
beforeAll(async () => {
  await watched.up();
  await watched.measuresLag();
});
afterAll(() => watched.down());

test('they are put by one command, twice the same', async () => {
  const names = await watched.install('--most-lag', '5000');
  expect(names).toEqual(expect.arrayContaining(['breaking: downtime', 'breaking: lag']));
  expect(await watched.install('--most-lag', '5000')).toEqual(names);
  expect(Object.keys(await watched.states()).sort()).toEqual([...names].sort());
});

test('a killed TaskManager: restarts', () =>
  watched.flowing(2, async () => {
    // a restart shows as the difference from a minute before: that one must have been measured
    await watched.measuresFor('fullRestarts', 2);
    await watched.isIn('restarts', 'OK');
    // once is enough, unless the machine stood still in that minute
    await watched.killing(() => watched.alarms('restarts'), 240);
    await Promise.all(['restarts', 'records out'].map((what) => watched.recovers(what)));
  }));

test('TaskManagers killed again and again: downtime', () =>
  watched.flowing(2, async () => {
    await watched.isIn('downtime', 'OK');
    await watched.killing(() => watched.alarms('downtime'));
    await watched.recovers('downtime');
  }));

test('a source that has nothing: records out', async () => {
  await watched.alarms('records out');
  await watched.flowing(2, () => watched.recovers('records out'));
});

test('a source that gets half of what comes in: lag', async () => {
  await watched.isIn('lag', 'OK');
  await watched.flowing(100, () => watched.alarms('lag'));
  await watched.recovers('lag');
});

test('checkpoints that fail: failed checkpoints', async () => {
  await watched.isIn('failed checkpoints', 'OK');
  // of the one application; what lies in its folder of checkpoints comes and goes
  const applications = join(watched.stand.data, 'flink');
  const [application = ''] = readdirSync(applications).filter((name) => existsSync(join(applications, name, 'checkpoints')));
  const folder = join(applications, application, 'checkpoints');
  // where the folder was there is a file: nothing can be written there
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, '');
  try {
    await watched.alarms('failed checkpoints');
  } finally {
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
  }
  await watched.recovers('failed checkpoints');
});
