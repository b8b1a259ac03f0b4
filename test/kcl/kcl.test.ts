/**
 * The Kinesis Client Library 3 as a consumer, polling and by enhanced fan-out, and the Kinesis Producer Library 1 in front of it:
 * leases and checkpoints in a DynamoDB, metrics in our CloudWatch, limits as on AWS.
 */
import { setTimeout as later } from 'node:timers/promises';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTarget, type Target } from '../sdk/target.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { produce, type Seen, startWorker, type Worker } from './worker.ts';

/** The library gives leases to workers by turns of its own, and begins them anew where its leader was held up. */
const PATIENCE = 300_000;
let target: Target;
let leases: DynamoDb;
let environment: Record<string, string>;
let kinesis: KinesisClient;
let cloudwatch: CloudWatchClient;
beforeAll(async () => {
  [target, leases] = await Promise.all([openTarget(), startDynamoDb()]);
  environment = { ...target.environment, DYNAMODB: leases.endpoint };
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = environment;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  kinesis = new KinesisClient({ endpoint, credentials, region: 'us-east-1' });
  cloudwatch = new CloudWatchClient({ endpoint, credentials, region: 'us-east-1' });
});
afterAll(async () => {
  kinesis?.destroy();
  cloudwatch?.destroy();
  await leases?.stop();
  await target?.stop();
});

async function until(what: string, done: () => boolean | Promise<boolean>, now: () => unknown): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(now())}`);
    await later(250);
  }
}

describe.each(['polling', 'fan-out'] as const)('%s', (how) => {
  const stream = `kcl-${how}`;
  const application = `app-${how}`;
  const seen: Seen = { records: [], events: [] };
  const wanted: string[] = [];
  const workers = new Map<string, Worker>();
  afterAll(async () => {
    for (const worker of workers.values()) await worker.kill();
  });

  const start = async (worker: string) => {
    workers.set(worker, await startWorker({ stream, application, worker, how }, environment, seen));
  };
  const leave = async (worker: string, end: 'stop' | 'kill') => {
    const leaving = workers.get(worker);
    workers.delete(worker);
    await leaving?.[end]();
  };
  /** Twenty keys, each written in order. */
  const put = async (label: string, turns: number) => {
    for (let turn = 0; turn < turns; turn++) {
      const data = Array.from({ length: 20 }, (_, key) => `${label} ${key} ${turn}`);
      const Records = data.map((each, key) => ({ Data: Buffer.from(each), PartitionKey: `k${key}` }));
      const answer = await kinesis.send(new PutRecordsCommand({ StreamName: stream, Records }));
      expect(answer.FailedRecordCount).toBe(0);
      wanted.push(...data);
    }
  };
  const data = () => seen.records.map((record) => record.data);
  const state = () => ({
    events: seen.events,
    complaints: [...workers.values()].map((worker) => worker.complaint().slice(-3000)),
  });
  const all = () =>
    until(
      'everything that was put',
      () => new Set(data()).size >= wanted.length,
      () => ({ got: new Set(data()).size, of: wanted.length, ...state() }),
    );
  const event = (worker: string, what: string, count = 1) => {
    const found = () => seen.events.filter((each) => each.worker === worker && each.what === what);
    return until(`${count} × ${what} of ${worker}`, () => found().length >= count, state).then(found);
  };
  const exactly = () => expect(data().sort()).toEqual([...wanted].sort());

  test('two shards are read exactly, each key in its order', { timeout: PATIENCE + 60_000 }, async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 2 }));
    const status = async () => {
      const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
      return StreamDescriptionSummary;
    };
    await until(
      'the stream',
      async () => (await status())?.StreamStatus === 'ACTIVE',
      () => stream,
    );
    await put('before', 20);
    await start('one');
    await all();
    exactly();
    expect((await event('one', 'begun', 2)).map(({ detail }) => detail)).toEqual(['TRIM_HORIZON', 'TRIM_HORIZON']);
    for (let key = 0; key < 20; key++) {
      const turns = seen.records.filter((record) => record.key === `k${key}`).map((record) => Number(record.data.split(' ')[2]));
      expect(turns).toEqual(Array.from({ length: 20 }, (_, turn) => turn));
    }
    if (how === 'polling') return;
    const { StreamARN } = (await status()) ?? {};
    const { Consumers = [] } = await kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
    expect(Consumers.map(({ ConsumerName, ConsumerStatus }) => [ConsumerName, ConsumerStatus])).toEqual([
      [application, 'ACTIVE'],
    ]);
  });

  test('records that the Kinesis Producer Library packed are unpacked', { timeout: PATIENCE + 120_000 }, async () => {
    const put = await produce(stream, 300, environment);
    // most of them in few: packed
    expect(new Set(put.map(([, sequence]) => sequence)).size).toBeLessThan(20);
    wanted.push(...put.map((_, i) => `packed ${i}`));
    await all();
    exactly();
    const placed = seen.records.filter((record) => record.data.startsWith('packed')).map(({ sequence }) => sequence);
    expect(new Set(placed)).toEqual(new Set(put.map(([, sequence]) => sequence)));
  });

  test('a split is followed while records are put', { timeout: PATIENCE + 60_000 }, async () => {
    const writing = put('during', 40);
    const NewStartingHashKey = String(2n ** 126n);
    await kinesis.send(new SplitShardCommand({ StreamName: stream, ShardToSplit: 'shardId-000000000000', NewStartingHashKey }));
    await writing;
    await all();
    exactly();
    expect(await event('one', 'ended')).toMatchObject([{ shard: 'shardId-000000000000' }]);
    const begun = (await event('one', 'begun', 4)).map(({ shard }) => shard);
    expect(new Set(begun.slice(2))).toEqual(new Set(['shardId-000000000002', 'shardId-000000000003']));
    for (let key = 0; key < 20; key++) {
      const turns = seen.records
        .filter((record) => record.key === `k${key}` && record.data.startsWith('during'))
        .map((record) => Number(record.data.split(' ')[2]));
      expect(turns).toEqual(Array.from({ length: 40 }, (_, turn) => turn));
    }
  });

  test('a second worker takes leases over, and all of them when the first is killed', {
    timeout: 2 * PATIENCE + 60_000,
  }, async () => {
    await start('two');
    const [taken] = await event('two', 'begun');
    // it goes on where the other one's checkpoint is
    expect(taken?.detail).toMatch(/^\d{56}$/);
    await put('shared', 5);
    await all();
    exactly();
    await leave('one', 'kill');
    await event('two', 'begun', 3);
    await put('alone', 5);
    await all();
    const open = ['shardId-000000000001', 'shardId-000000000002', 'shardId-000000000003'];
    const held = (await event('two', 'begun', 3)).map(({ shard }) => shard);
    expect(new Set(held)).toEqual(new Set(open));
    // a killed worker's last batch may come again, but never to be missed
    expect(new Set(data())).toEqual(new Set(wanted));
  });

  test('who comes after a good end goes on behind the last checkpoint', { timeout: 2 * PATIENCE }, async () => {
    await leave('two', 'stop');
    const before = seen.records.length;
    await put('after', 5);
    await start('three');
    await all();
    expect(
      seen.records
        .slice(before)
        .map((record) => record.data)
        .sort(),
    ).toEqual(wanted.slice(-100).sort());
    await leave('three', 'stop');
    expect(seen.events.filter(({ what }) => what === 'failed')).toEqual([]);
  });

  test('the library counts in CloudWatch', { timeout: 60_000 }, async () => {
    const names = async () => {
      const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace: application }));
      return new Set(Metrics.map((metric) => metric.MetricName));
    };
    await until(
      'RecordsProcessed',
      async () => (await names()).has('RecordsProcessed'),
      () => application,
    );
    expect([...(await names())]).toEqual(
      expect.arrayContaining(['RecordsProcessed', 'MillisBehindLatest', 'DataBytesProcessed']),
    );
  });
});
