/** Keyed state through everything a user does to an application. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationSnapshotCommand,
  RollbackApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../application/stand.ts';
import { COUNTER, counterJar, jarOf, rig } from '../driver/rig.ts';
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
  stop,
  update,
  version,
} from './counted.ts';

const flink = rig();
let firstJar: Buffer;

/** The second code: the same state, another sentence. */
function secondJar(home: string): string {
  const source = join(stand.data, 'Counter.java');
  writeFileSync(source, readFileSync(COUNTER, 'utf8').replace('"count of key', '"second count of key'));
  return jarOf(home, source, 'millrace.examples.counter.Counter');
}

beforeAll(async () => {
  const home = await flink.home('FLINK-1_19');
  await flink.home('FLINK-1_20');
  firstJar = readFileSync(counterJar(home));
  await createCounter({ 'app.jar': firstJar, 'second.jar': readFileSync(secondJar(home)) }, 'FLINK-1_19');
});
afterAll(async () => {
  await stand.down();
  await flink.close();
});

const put = (Key: string, Body: Buffer | string) => stand.aws.s3.send(new PutObjectCommand({ Bucket: stand.bucket, Key, Body }));

test('started, it counts from nothing', async () => {
  const said = await exactSince(await start());
  expect(said).toContainEqual({ key: 0, count: 1, number: 0, version: 1, code: 'first' });
});

test('stop and start: it goes on where it stopped', async () => {
  await stop();
  const before = highest(await sayings());
  expect(lowest(await exactSince(await start()))).toBeGreaterThan(before);
});

test('an update of the configuration', async () => {
  const PropertyMap = { keys: String(KEYS), perSecond: '500', logEvery: '25' };
  await update({
    EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'Counter', PropertyMap }] },
  });
  // what only the new setting lets it say
  await until('a count of 25 more', async () => (await sayings()).some(({ count }) => count % 50 === 25));
});

test('an update of the code, and its rollback', async () => {
  const said = await update({
    ApplicationCodeConfigurationUpdate: { CodeContentUpdate: { S3ContentLocationUpdate: { FileKeyUpdate: 'second.jar' } } },
  });
  expect(new Set(said.map(({ code }) => code))).toEqual(new Set(['second']));

  // the old code may be gone from S3: what ran before is what comes back
  await put('app.jar', 'no JAR any more');
  const since = Date.now();
  const before = await version();
  const beforeUpdate = highest((await sayings()).filter((each) => each.version === before - 1));
  await stand.aws.analytics.send(new RollbackApplicationCommand({ ApplicationName: APP, CurrentApplicationVersionId: before }));
  await runs();
  await until('the first code’s word', async () => (await sayings(since)).some((each) => each.version > before));
  const restored = (await exactSince(since)).filter((each) => each.version > before);
  expect(new Set(restored.map(({ code }) => code))).toEqual(new Set(['first']));
  expect(lowest(restored)).toBeGreaterThan(beforeUpdate);
  await put('app.jar', firstJar);
});

let custom = { low: 0, high: 0 };
test('a snapshot on demand, while it runs', async () => {
  const low = highest(await sayings());
  await stand.aws.analytics.send(new CreateApplicationSnapshotCommand({ ApplicationName: APP, SnapshotName: 'kept' }));
  await until('the snapshot READY', async () => {
    const { SnapshotDetails } = await stand.aws.analytics.send(
      new DescribeApplicationSnapshotCommand({ ApplicationName: APP, SnapshotName: 'kept' }),
    );
    return SnapshotDetails?.SnapshotStatus === 'READY';
  });
  await exactSince(Date.now());
  custom = { low, high: highest(await sayings()) };
});

test('an upgrade of the runtime in place, from 1.19 to 1.20', async () => {
  await update(undefined, 'FLINK-1_20');
  expect((await stand.describe(APP)).RuntimeEnvironment).toBe('FLINK-1_20');
});

test.each(['taskmanager', 'jobmanager'])('kill -9 of the %s: from its last checkpoint', async (name) => {
  const upgraded = lowest((await sayings()).filter((each) => each.version >= 5));
  const killed = (await stand.status(APP))?.processes.find((each) => each.name.startsWith(name) && each.alive)?.pid ?? 0;
  const since = Date.now();
  process.kill(killed, 'SIGKILL');
  await until('another process', async () => {
    const pids = (await stand.status(APP))?.processes.filter((each) => each.name.startsWith(name) && each.alive);
    return pids?.some(({ pid }) => pid !== killed);
  });
  // where it died before its first checkpoint, the upgrade's snapshot is the last one, and the first saying comes again
  expect(lowest(await exactSince(since))).toBeGreaterThanOrEqual(upgraded);
});

test('a start from the snapshot on demand: from there, counted once more', async () => {
  await stop();
  const since = await start({
    ApplicationRestoreConfiguration: {
      ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
      SnapshotName: 'kept',
    },
  });
  const said = await exactSince(since);
  expect(lowest(said)).toBeGreaterThan(custom.low - 25 * KEYS);
  expect(lowest(said)).toBeLessThanOrEqual(custom.high + 25 * KEYS);
});
