/**
 * kill -9 of Millrace in the middle of every transition, with real Flink: the next one looks, and goes on. What was asked for becomes
 * true, and the counts of the job stay exact.
 */
import { readFileSync } from 'node:fs';
import {
  RollbackApplicationCommand,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '#storage';
import { sleep, until } from '../application/stand.ts';
import { counterJar, rig } from '../driver/rig.ts';
import {
  APP,
  createCounter,
  exactSince,
  highest,
  KEYS,
  lowest,
  runs,
  sayings,
  stand,
  start,
  update,
  version,
} from '../state/counted.ts';

const flink = rig();
/** Between the answer of the API and the kill: the intent is just written; code, savepoint, JVM, job are under way. */
const MOMENTS = [0, 700, 2_500];

beforeAll(async () => {
  const jar = readFileSync(counterJar(await flink.home('FLINK-1_20')));
  await createCounter({ 'app.jar': jar }, 'FLINK-1_20');
});
afterAll(async () => {
  await stand.down();
  await flink.close();
});

/** Asks for a transition, kills Millrace so much later, starts it again, and waits for its end. */
async function killedAfter(moment: number, ask: () => Promise<{ OperationId?: string | undefined }>): Promise<void> {
  const { OperationId = '' } = await ask();
  await sleep(moment);
  const server = stand.serverPid;
  process.kill(server, 'SIGKILL');
  await until('the end of Millrace', async () => !isAlive(server));
  await stand.up();
  await until('the operation done', async () => (await stand.operation(APP, OperationId)).status !== 'IN_PROGRESS', 240);
  expect(await stand.operation(APP, OperationId)).toEqual({ status: 'SUCCESSFUL', error: undefined });
}

const every = (setting: string) => ({
  EnvironmentPropertyUpdates: {
    PropertyGroups: [
      { PropertyGroupId: 'Counter', PropertyMap: { keys: String(KEYS), perSecond: '500', logEvery: '50', said: setting } },
    ],
  },
});

/** No more than one cluster is there, and it is the one that counts. */
async function oneCluster(): Promise<void> {
  const report = await stand.status(APP);
  const alive = report?.processes.filter((each) => each.alive).map(({ name }) => name.replace(/-\d+$/, ''));
  expect(alive?.sort()).toEqual(['jobmanager', 'taskmanager']);
}

test.each(MOMENTS)('STARTING, %d ms later', async (moment) => {
  const before = (await sayings()).length > 0 ? highest(await sayings()) : -1;
  const since = Date.now();
  await killedAfter(moment, () => stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP })));
  await runs();
  expect(lowest(await exactSince(since))).toBeGreaterThan(before);
  await oneCluster();
  await stand.stop(APP);
});

test.each(MOMENTS)('UPDATING, %d ms later', async (moment) => {
  if ((await stand.describe(APP)).ApplicationStatus === 'READY') await start();
  await exactSince(Date.now());
  const before = await version();
  const since = Date.now();
  await killedAfter(moment, () =>
    stand.aws.analytics.send(
      new UpdateApplicationCommand({
        ApplicationName: APP,
        CurrentApplicationVersionId: before,
        ApplicationConfigurationUpdate: every(String(moment)),
      }),
    ),
  );
  await runs();
  await until('the new version’s word', async () => (await sayings(since)).some((said) => said.version > before));
  const said = await exactSince(since);
  const old = (await sayings()).filter((each) => each.version === before);
  expect(lowest(said.filter((each) => each.version > before))).toBeGreaterThan(highest(old));
  await oneCluster();
});

test.each(MOMENTS)('ROLLING_BACK, %d ms later', async (moment) => {
  if ((await stand.describe(APP)).ApplicationStatus === 'READY') await start();
  await update(every(`before the rollback after ${moment}`));
  const before = await version();
  const since = Date.now();
  await killedAfter(moment, () =>
    stand.aws.analytics.send(new RollbackApplicationCommand({ ApplicationName: APP, CurrentApplicationVersionId: before })),
  );
  await runs();
  await until('the restored version’s word', async () => (await sayings(since)).some((said) => said.version > before));
  await exactSince(since);
  await oneCluster();
});

test.each(MOMENTS)('STOPPING, %d ms later', async (moment) => {
  if ((await stand.describe(APP)).ApplicationStatus === 'READY') await start();
  await exactSince(Date.now());
  await killedAfter(moment, () => stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP })));
  await stand.reaches(APP, 'READY');
  const before = highest(await sayings());
  expect((await stand.status(APP))?.processes.filter(({ alive }) => alive)).toEqual([]);
  expect(lowest(await exactSince(await start()))).toBeGreaterThan(before);
});
