/**
 * Answers that AWS gave, as other projects recorded them: their shapes, codes and sentences are the expectations here.
 * "localstack" stands for localstack/localstack at 8b9a79f, its tests marked as validated against AWS, "stackd" for radkawar/stackd at
 * 9dc356f, testdata/aws/kinesis; dates are those of the recordings.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as asking from './ask.ts';
import { ACTIVE, type Body, NUMBER, SHARD } from './ask.ts';
import { type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const ask = (operation: string, input: Body, form?: 'cbor') => asking.ask(served, operation, input, form);
const stream = (name: string, more?: Body) => asking.stream(served, name, more);
const iterator = async (StreamName: string) => {
  const { body } = await ask('GetShardIterator', { StreamName, ShardId: SHARD, ShardIteratorType: 'TRIM_HORIZON' });
  return String(body['ShardIterator']);
};

test('a stream that was created with neither shards nor a mode has four shards — localstack, 2022-08-26', async () => {
  await stream('bare', {});
  const { body } = await ask('DescribeStream', { StreamName: 'bare' });
  const { Shards, StreamModeDetails } = body['StreamDescription'] as { Shards: unknown[]; StreamModeDetails: unknown };
  const shard = (number: number) => ({
    ShardId: `shardId-00000000000${number}`,
    HashKeyRange: { StartingHashKey: expect.stringMatching(/^\d+$/), EndingHashKey: expect.stringMatching(/^\d+$/) },
    SequenceNumberRange: { StartingSequenceNumber: NUMBER },
  });
  expect(Shards).toEqual([0, 1, 2, 3].map(shard));
  expect(StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' });
});

test('what DescribeStream tells of a provisioned stream — localstack, 2024-07-02', async () => {
  const arn = await stream('plain');
  expect((await ask('DescribeStream', { StreamName: 'plain' })).body).toEqual({
    StreamDescription: {
      EncryptionType: 'NONE',
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      HasMoreShards: false,
      RetentionPeriodHours: 24,
      Shards: [
        {
          HashKeyRange: { EndingHashKey: '340282366920938463463374607431768211455', StartingHashKey: '0' },
          SequenceNumberRange: { StartingSequenceNumber: NUMBER },
          ShardId: SHARD,
        },
      ],
      StreamARN: arn,
      StreamCreationTimestamp: expect.any(Number),
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamName: 'plain',
      StreamStatus: 'ACTIVE',
    },
  });
});

test('what is put and what is got back — localstack, 2022-08-25 and 2024-11-20', async () => {
  await stream('records');
  const data = ['', 'a'.repeat(1000), 'test', 'ünicödé 统一码 💣💻🔥'].map((text) => Buffer.from(text).toString('base64'));
  const Records = data.map((Data) => ({ Data, PartitionKey: '1' }));
  expect((await ask('PutRecords', { StreamName: 'records', Records })).body).toEqual({
    FailedRecordCount: 0,
    Records: Records.map(() => ({ SequenceNumber: NUMBER, ShardId: SHARD })),
  });
  const one = { StreamName: 'records', Data: 'eyJraW5lc2lzIjogInNuYXBzaG90In0=', PartitionKey: 'test' };
  expect((await ask('PutRecord', one)).body).toEqual({ SequenceNumber: NUMBER, ShardId: SHARD });
  expect((await ask('GetRecords', { ShardIterator: await iterator('records') })).body).toEqual({
    MillisBehindLatest: 0,
    NextShardIterator: expect.any(String),
    Records: [...Records, one].map(({ Data, PartitionKey }) => ({
      ApproximateArrivalTimestamp: expect.any(Number),
      Data,
      PartitionKey,
      SequenceNumber: NUMBER,
    })),
  });
});

test('an iterator may come in quotation marks, and each reading makes another one — localstack, 2024', async () => {
  await stream('quoted');
  await ask('PutRecord', { StreamName: 'quoted', Data: 'eA==', PartitionKey: 'k' });
  const first = await iterator('quoted');
  const { body } = await ask('GetRecords', { ShardIterator: `"${first}"` });
  expect(body['Records']).toHaveLength(1);
  const again = await ask('GetRecords', { ShardIterator: String(body['NextShardIterator']) });
  expect(new Set([first, body['NextShardIterator'], again.body['NextShardIterator']]).size).toBe(3);
});

test('an iterator is not good for another stream — stackd, dry_run.json, 2026-09-19', async () => {
  const [StreamARN, other] = [await stream('iterated'), await stream('other')];
  const ShardIterator = await iterator('iterated');
  expect((await ask('GetRecords', { ShardIterator, StreamARN })).status).toBe(200);
  expect((await ask('GetRecords', { ShardIterator, StreamARN: other })).body).toEqual({
    __type: 'InvalidArgumentException',
    message: "Input stream name iterated doesn't match the inferred name in stream arn other",
  });
});

test('what DescribeStreamSummary tells of a provisioned stream — stackd, records.json, 2026-09-19', async () => {
  const StreamARN = await stream('summary');
  expect((await ask('DescribeStreamSummary', { StreamARN })).body).toEqual({
    StreamDescriptionSummary: {
      ChannelCount: 0,
      ConsumerCount: 0,
      EncryptionType: 'NONE',
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      MaxRecordSizeInKiB: 1024,
      OpenShardCount: 1,
      RetentionPeriodHours: 24,
      StreamARN,
      StreamCreationTimestamp: expect.any(Number),
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamName: 'summary',
      StreamStatus: 'ACTIVE',
    },
  });
});

test('a closed shard gives its records first, and then its end — stackd, records.json, 2026-09-19', async () => {
  const StreamARN = await stream('closed');
  const one = { StreamARN, Data: 'cmVjb3JkLUI=', PartitionKey: 'same' };
  expect((await ask('PutRecord', { ...one, SequenceNumberForOrdering: '0' })).body).toEqual({
    SequenceNumber: NUMBER,
    ShardId: SHARD,
  });
  const NewStartingHashKey = '170141183460469231731687303715884105728';
  expect(await ask('SplitShard', { StreamARN, ShardToSplit: SHARD, NewStartingHashKey })).toEqual({ status: 200, body: {} });
  const { body } = await ask('GetRecords', { ShardIterator: await iterator('closed') });
  expect(body).toEqual({
    MillisBehindLatest: expect.any(Number),
    NextShardIterator: expect.any(String),
    Records: [expect.anything()],
  });
  const end = await ask('GetRecords', { ShardIterator: String(body['NextShardIterator']) });
  const range = (StartingHashKey: string, EndingHashKey: string) => ({ StartingHashKey, EndingHashKey });
  expect(end.body).toEqual({
    ChildShards: [
      {
        HashKeyRange: range('0', '170141183460469231731687303715884105727'),
        ParentShards: [SHARD],
        ShardId: 'shardId-000000000001',
      },
      {
        HashKeyRange: range(NewStartingHashKey, '340282366920938463463374607431768211455'),
        ParentShards: [SHARD],
        ShardId: 'shardId-000000000002',
      },
    ],
    MillisBehindLatest: expect.any(Number),
    Records: [],
  });
});

test('a stream without a policy has an empty one — localstack, 2025-08-01', async () => {
  const ResourceARN = await stream('policy');
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'kinesis:PutRecord', Resource: ResourceARN }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  expect(await ask('GetResourcePolicy', { ResourceARN })).toEqual({ status: 200, body: { Policy: '{}' } });
  expect(await ask('PutResourcePolicy', { ResourceARN, Policy })).toEqual({ status: 200, body: {} });
  expect(await ask('GetResourcePolicy', { ResourceARN })).toEqual({ status: 200, body: { Policy } });
  expect(await ask('DeleteResourcePolicy', { ResourceARN })).toEqual({ status: 200, body: {} });
  expect(await ask('GetResourcePolicy', { ResourceARN })).toEqual({ status: 200, body: { Policy: '{}' } });
  expect(await ask('DeleteResourcePolicy', { ResourceARN })).toEqual({
    status: 400,
    body: { __type: 'ResourceNotFoundException', message: `No resource policy found for resource ARN ${ResourceARN}.` },
  });
  expect((await ask('PutResourcePolicy', { ResourceARN: `${ResourceARN}-not`, Policy })).status).toBe(400);
});

test('consumers are listed without their stream and described with it — localstack, 2022-08-26', async () => {
  const StreamARN = await stream('consumers');
  expect((await ask('ListStreamConsumers', { StreamARN })).body).toEqual({ Consumers: [] });
  await ask('RegisterStreamConsumer', { StreamARN, ConsumerName: 'consumer' });
  await new Promise((done) => setTimeout(done, ACTIVE));
  const consumer = {
    ConsumerName: 'consumer',
    ConsumerARN: expect.stringMatching(/:stream\/consumers\/consumer\/consumer:\d{10}$/),
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: expect.any(Number),
  };
  const { body } = await ask('ListStreamConsumers', { StreamARN });
  expect(body).toEqual({ Consumers: [consumer] });
  const [{ ConsumerARN } = {}] = body['Consumers'] as { ConsumerARN?: string }[];
  const described = await ask('DescribeStreamConsumer', { StreamARN, ConsumerARN });
  expect(described.body).toEqual({ ConsumerDescription: { ...consumer, StreamARN } });
});

test('errors in CBOR have a type and a message — localstack, 2025-09-04', async () => {
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/wrong-stream-name';
  expect(await ask('DescribeStream', { StreamARN }, 'cbor')).toEqual({
    status: 400,
    body: {
      __type: 'ResourceNotFoundException',
      message: 'Stream wrong-stream-name under account 000000000000 not found.',
    },
  });
});

test('instants in CBOR are whole numbers, which the SDKs for Java need — localstack, 2024', async () => {
  await stream('instants');
  const { body } = await ask('DescribeStream', { StreamName: 'instants' }, 'cbor');
  const { StreamCreationTimestamp: at } = body['StreamDescription'] as { StreamCreationTimestamp: { value?: unknown } };
  expect(Number.isInteger(Number(at?.value ?? at))).toBe(true);
});

test('sentences that people met', async () => {
  const StreamARN = await stream('met', { ShardCount: 2 });
  const resize = (TargetShardCount: number) =>
    ask('UpdateShardCount', { StreamName: 'met', TargetShardCount, ScalingType: 'UNIFORM_SCALING' });
  expect((await resize(6)).body).toEqual({
    __type: 'LimitExceededException',
    message:
      'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 2, Target shard count: 6',
  });
  const both = { StreamName: 'both', ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } };
  expect((await ask('CreateStream', both)).body).toEqual({
    __type: 'ValidationException',
    message: 'ShardCount is not expected when StreamMode=ON_DEMAND',
  });
  await ask('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
  expect((await ask('DeleteStream', { StreamName: 'met' })).body).toEqual({
    __type: 'ResourceInUseException',
    message:
      "DeleteStream can't delete 000000000000:met because there are consumers associated with this data stream. To delete met anyway, " +
      'set the EnforceConsumerDeletion parameter to true to force the deletion of all the consumers that are associated with it.',
  });
});
