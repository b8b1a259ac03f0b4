import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEY, type Served, serve } from './served.ts';

let served: Served;
let kinesis: KinesisClient;
let http1: KinesisClient;
beforeAll(async () => {
  served = await serve();
  const config = { endpoint: served.endpoint, region: 'us-east-1', credentials: KEY, maxAttempts: 1 };
  kinesis = new KinesisClient(config); // HTTP/2 by prior knowledge
  http1 = new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() });
});
afterAll(async () => {
  kinesis.destroy();
  http1.destroy();
  await served.close();
});

const active = async (StreamName: string, ShardCount = 1) => {
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount }));
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 5, minDelay: 0.03, maxDelay: 0.05 } as never, { StreamName });
  for (;;) {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (StreamDescriptionSummary?.StreamStatus === 'ACTIVE') return StreamDescriptionSummary.StreamARN ?? '';
  }
};
const text = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString();

test('records go in and out over HTTP/2 and HTTP/1.1', async () => {
  await active('records', 2);
  for (const client of [kinesis, http1]) {
    const Records = ['a', 'b', 'ü'].map((key) => ({ Data: Buffer.from(`of ${key}`), PartitionKey: key }));
    const put = await client.send(new PutRecordsCommand({ StreamName: 'records', Records }));
    expect(put.FailedRecordCount).toBe(0);
    expect(put.Records?.every((record) => /^49\d{54}$/.test(record.SequenceNumber ?? ''))).toBe(true);
  }
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: 'records' }));
  const got: string[] = [];
  for (const { ShardId } of Shards) {
    const from = { StreamName: 'records', ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    const { ShardIterator } = await http1.send(new GetShardIteratorCommand(from));
    const { Records = [], MillisBehindLatest } = await http1.send(new GetRecordsCommand({ ShardIterator }));
    expect(MillisBehindLatest).toBe(0);
    got.push(...Records.map((record) => `${record.PartitionKey}=${text(record.Data)}`));
    for (const record of Records)
      expect(Math.abs(Date.now() - (record.ApproximateArrivalTimestamp?.getTime() ?? 0))).toBeLessThan(60_000);
  }
  expect(got.sort()).toEqual(['a=of a', 'a=of a', 'b=of b', 'b=of b', 'ü=of ü', 'ü=of ü']);
});

test('errors are the typed ones of the SDK', async () => {
  await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'nowhere' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Stream nowhere under account 000000000000 not found.',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a subscription gets records as they are put, and is told the end of the shard', { timeout: 20_000 }, async () => {
  const StreamARN = await active('pushed');
  const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
  await new Promise((done) => setTimeout(done, 30));
  const ShardId = 'shardId-000000000000';
  const answer = await kinesis.send(
    new SubscribeToShardCommand({ ConsumerARN: Consumer?.ConsumerARN, ShardId, StartingPosition: { Type: 'TRIM_HORIZON' } }),
  );
  const seen: string[] = [];
  let latency = 0;
  let children: (string | undefined)[] = [];
  let sentAt = 0;
  let split: Promise<unknown> | undefined;
  const put = async (data: string) => {
    sentAt = performance.now();
    await kinesis.send(new PutRecordCommand({ StreamName: 'pushed', Data: Buffer.from(data), PartitionKey: 'k' }));
  };
  for await (const { SubscribeToShardEvent: event } of answer.EventStream ?? []) {
    seen.push(...(event?.Records ?? []).map((record) => text(record.Data)));
    if (event?.Records?.length) latency = performance.now() - sentAt;
    if (seen.length < 3 && !event?.ChildShards) void put(`record ${seen.length}`);
    if (seen.length === 3 && !event?.ChildShards) {
      split = kinesis.send(
        new SplitShardCommand({ StreamName: 'pushed', ShardToSplit: ShardId, NewStartingHashKey: (2n ** 127n).toString() }),
      );
    }
    children = (event?.ChildShards ?? []).map((child) => child.ShardId);
    if (children.length > 0) expect(event?.ContinuationSequenceNumber).toBeUndefined();
  }
  await split;
  expect(seen).toEqual(['record 0', 'record 1', 'record 2']);
  expect(children).toEqual(['shardId-000000000001', 'shardId-000000000002']);
  expect(latency).toBeLessThan(1000);
});

for (const [version, client] of [
  ['HTTP/2', () => kinesis],
  ['HTTP/1.1', () => http1],
] as const) {
  test(`an open subscription over ${version} ends when the server closes, and does not hold it up`, async () => {
    const own = await serve();
    const config = { endpoint: own.endpoint, region: 'us-east-1', credentials: KEY, maxAttempts: 1 };
    const requestHandler = client() === http1 ? new NodeHttpHandler() : undefined;
    const mine = new KinesisClient(requestHandler ? { ...config, requestHandler } : config);
    await mine.send(new CreateStreamCommand({ StreamName: 'open', ShardCount: 1 }));
    const summary = async () =>
      (await mine.send(new DescribeStreamSummaryCommand({ StreamName: 'open' }))).StreamDescriptionSummary;
    while ((await summary())?.StreamStatus !== 'ACTIVE');
    const StreamARN = (await summary())?.StreamARN;
    const { Consumer } = await mine.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
    const ConsumerARN = Consumer?.ConsumerARN;
    const position = { ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } } as const;
    const subscribe = () => mine.send(new SubscribeToShardCommand(position)).catch(() => undefined);
    let answer = await subscribe();
    while (!answer) answer = await subscribe();
    const events = answer.EventStream?.[Symbol.asyncIterator]();
    await events?.next();
    const rest = events?.next();
    const closed = own.close();
    expect((await rest)?.done).toBe(true);
    await closed;
    mine.destroy();
  });
}
