/**
 * Keyed state on real Flink, through the API: whatever is done to the application, no number is lost and none is counted twice.
 * Numbers come in order from 0, so at number n the count of its key must be n / keys + 1; the job says both aloud.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ApplicationConfigurationUpdate,
  CreateApplicationSnapshotCommand,
  DescribeApplicationSnapshotCommand,
  RollbackApplicationCommand,
  type RuntimeEnvironment,
  StartApplicationCommand,
  type StartApplicationCommandInput,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stand, until } from '../application/stand.ts';
import { COUNTER, counterJar, jarOf, rig } from '../driver/rig.ts';

const APP = 'counter';
const KEYS = 10;
const stand = new Stand();
const flink = rig();
let firstJar: Buffer;

interface Saying {
  readonly key: number;
  readonly count: number;
  readonly number: number;
  /** The version of the application that said it. */
  readonly version: number;
  readonly code: 'first' | 'second';
}

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
  await stand.up();
  await stand.bucketWith({ 'app.jar': firstJar, 'second.jar': readFileSync(secondJar(home)) });
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  const settings = { keys: String(KEYS), perSecond: '500', logEvery: '50' };
  await stand.createApplication(APP, roleArn, 'app.jar', { runtime: 'FLINK-1_19', groups: { Counter: settings } });
});
afterAll(async () => {
  await stand.down();
  await flink.close();
});

/** Everything said since then, oldest first. */
async function sayings(since = 0): Promise<Saying[]> {
  const all: Saying[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stand.aws.logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/kinesis-analytics/${APP}`,
        filterPattern: '"count of key"',
        startTime: since,
        nextToken,
      }),
    );
    for (const { message = '' } of page.events ?? []) {
      const line = JSON.parse(message) as { message: string; applicationVersionId: string };
      const said = /^(second )?count of key (\d+) is (\d+) at number (\d+)$/.exec(line.message);
      if (!said) continue;
      const [key, count, number] = said.slice(2).map(Number) as [number, number, number];
      all.push({ key, count, number, version: Number(line.applicationVersionId), code: said[1] ? 'second' : 'first' });
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return all;
}

const highest = (said: readonly Saying[]): number => Math.max(...said.map(({ number }) => number));
const lowest = (said: readonly Saying[]): number => Math.min(...said.map(({ number }) => number));

/** Each key has spoken since then, and nobody has ever said a wrong count. */
async function exactSince(since: number): Promise<Saying[]> {
  const fresh = await until('every key’s count', async () => {
    const said = await sayings(since);
    return new Set(said.map(({ key }) => key)).size === KEYS && said;
  });
  const wrong = (await sayings()).filter((said) => said.count !== Math.floor(said.number / KEYS) + 1);
  expect(wrong).toEqual([]);
  return fresh;
}

/** RUNNING, or at once the reason why it will not be. */
const runs = () =>
  until('RUNNING', async () => {
    const { ApplicationStatus } = await stand.describe(APP);
    if (ApplicationStatus === 'READY') throw new Error(`READY: ${await stand.logged(APP, 'failed to transition')}`);
    return ApplicationStatus === 'RUNNING';
  });

const put = (Key: string, Body: Buffer | string) => stand.aws.s3.send(new PutObjectCommand({ Bucket: stand.bucket, Key, Body }));

const version = async (): Promise<number> => (await stand.describe(APP)).ApplicationVersionId ?? 0;

async function start(run?: StartApplicationCommandInput['RunConfiguration']): Promise<number> {
  const since = Date.now();
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP, RunConfiguration: run }));
  await runs();
  return since;
}

/** A job that was just killed may still be said to be down; AWS asks to retry then. */
async function stop(): Promise<void> {
  const ask = () => stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
  await until('the stop', () =>
    ask().then(
      () => true,
      (thrown: Error) => {
        if (thrown.message.includes('is currently experiencing downtime')) return false;
        throw thrown;
      },
    ),
  );
  await stand.reaches(APP, 'READY');
}

/** Updates the running application; what the new version says begins where the old one ended. */
async function update(change: ApplicationConfigurationUpdate | undefined, runtime?: RuntimeEnvironment): Promise<Saying[]> {
  const since = Date.now();
  const before = await version();
  await stand.aws.analytics.send(
    new UpdateApplicationCommand({
      ApplicationName: APP,
      CurrentApplicationVersionId: before,
      ApplicationConfigurationUpdate: change,
      RuntimeEnvironmentUpdate: runtime,
    }),
  );
  await runs();
  expect(await version()).toBe(before + 1);
  await until('the new version’s word', async () => (await sayings(since)).some((said) => said.version > before));
  const [old, young] = [await sayings(), await exactSince(since)].map((said, index) =>
    said.filter((each) => (index === 0 ? each.version === before : each.version > before)),
  ) as [Saying[], Saying[]];
  expect(lowest(young)).toBeGreaterThan(highest(old));
  return young;
}

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
  expect(lowest(await exactSince(since))).toBeGreaterThan(upgraded);
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
