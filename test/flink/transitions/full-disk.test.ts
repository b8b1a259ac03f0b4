/**
 * The disk is full, for Millrace and for Flink's checkpoints alike: what is said, what is kept, and that a running job goes on by
 * itself once there is room.
 */
import { readFileSync } from 'node:fs';
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SmallDisk, smallDisk, whyNoSmallDisk } from '../../crash/small-disk.ts';
import { Stand, until } from '../application/stand.ts';
import { counterJar, rig } from '../driver/rig.ts';

const APP = 'counter';
let disk: SmallDisk;
let stand: Stand;

beforeAll(async () => {
  const impossible = whyNoSmallDisk();
  if (impossible) throw new Error(impossible);
  const flink = rig();
  const jar = readFileSync(counterJar(await flink.home('FLINK-1_20')));
  await flink.close();
  disk = await smallDisk(400);
  stand = new Stand(disk);
  await stand.up();
  await stand.bucketWith({ 'app.jar': jar });
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  const Counter = { keys: '10', perSecond: '500', logEvery: '50' };
  await stand.createApplication(APP, roleArn, 'app.jar', { groups: { Counter } });
});
afterAll(async () => {
  await stand?.down();
  disk?.remove();
});

const start = () => stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
const stop = () => stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: APP }));
const counts = async () =>
  (await stand.logged(APP, '"count of key"')).flatMap((line) => {
    const said = /count of key \d+ is (\d+) at number (\d+)/.exec(line);
    return said ? [{ count: Number(said[1]), number: Number(said[2]) }] : [];
  });
const highest = async () => Math.max(0, ...(await counts()).map(({ number }) => number));

test('under a running job: its checkpoints fail, it stays RUNNING, and recovers with its state', async () => {
  await start();
  await stand.reaches(APP, 'RUNNING');
  await until('a count', async () => (await highest()) > 500);
  disk.fill();
  const failing = await until('restarts', async () => {
    const seen = await stand.status(APP);
    return (seen?.job?.restarts ?? 0) > 0 && seen?.lastFailure !== undefined && seen;
  });
  expect(failing).toMatchObject({
    status: 'RUNNING',
    lastFailure: expect.stringMatching(/checkpoint tolerable failure threshold/),
  });
  expect((await stand.describe(APP)).ApplicationStatus).toBe('RUNNING');
  disk.free();
  const before = await highest();
  await until('counts beyond', async () => (await highest()) > before + 1000);
  expect((await counts()).filter(({ count, number }) => count !== Math.floor(number / 10) + 1)).toEqual([]);
  await until('the stop', () =>
    stop().then(
      () => true,
      () => false,
    ),
  );
  await stand.reaches(APP, 'READY');
});

test('a start fails, and says so; with room again it goes on where it stopped', async () => {
  const before = await highest();
  disk.fill();
  const OperationId = await start().then(
    (answer) => answer.OperationId,
    (thrown: Error) => {
      expect(thrown.name).toMatch(/InternalFailure/);
      return undefined;
    },
  );
  if (OperationId) {
    const { status, error } = await until('the end of the start', async () => {
      const seen = await stand.operation(APP, OperationId);
      return seen.status !== 'IN_PROGRESS' && seen;
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: expect.stringMatching(/ENOSPC|No space left/) });
  }
  disk.free();
  await until('READY', async () => (await stand.describe(APP)).ApplicationStatus === 'READY');
  await start();
  await stand.reaches(APP, 'RUNNING');
  await until('counts beyond', async () => (await highest()) > before + 100);
  expect((await counts()).filter(({ count, number }) => count !== Math.floor(number / 10) + 1)).toEqual([]);
});
