/**
 * Answers that AWS gave, as other projects recorded them: their shapes, codes and sentences are the expectations here.
 * "localstack" stands for localstack/localstack at 8b9a79f, its tests marked as validated against AWS, "stackd" for radkawar/stackd at
 * 9dc356f, testdata/aws/kinesis; dates are those of the recordings.
 */
import { cbor } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { KEY, type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

type Body = Record<string, unknown>;
async function ask(operation: string, input: Body, form: 'json' | 'cbor' = 'json'): Promise<{ status: number; body: Body }> {
  const bytes = Buffer.from(form === 'json' ? JSON.stringify(input) : cbor.serialize(input));
  const headers = {
    host: new URL(served.endpoint).host,
    'content-type': `application/x-amz-${form}-1.1`,
    'x-amz-target': `Kinesis_20131202.${operation}`,
  };
  const scope = { region: 'us-east-1', service: 'kinesis', now: Date.now() };
  const signed = signHeaders({ method: 'POST', path: '/', query: '', headers }, bytes, KEY, scope);
  const answer = await fetch(served.endpoint, { method: 'POST', headers: signed, body: bytes });
  const body = Buffer.from(await answer.arrayBuffer());
  const read = () => (form === 'json' ? JSON.parse(body.toString()) : cbor.deserialize(body)) as Body;
  return { status: answer.status, body: body.length > 0 ? read() : {} };
}

const ACTIVE = 40;
const stream = async (StreamName: string, more: Body = { ShardCount: 1 }) => {
  expect((await ask('CreateStream', { StreamName, ...more })).status).toBe(200);
  await new Promise((done) => setTimeout(done, ACTIVE));
  return `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
};
const NUMBER = expect.stringMatching(/^49\d{54}$/);
const SHARD = 'shardId-000000000000';
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

test('refusals — stackd, controls.json, dry_run.json, records.json and topology.json, 2026-09-19', async () => {
  const StreamARN = await stream('refused');
  const { body } = await ask('RegisterStreamConsumer', { StreamARN, ConsumerName: 'reader' });
  const { ConsumerARN } = body['Consumer'] as { ConsumerARN: string };
  await new Promise((done) => setTimeout(done, ACTIVE));
  const west = StreamARN.replace('us-east-1', 'us-west-2');
  const position = { ShardId: SHARD, StartingPosition: { Type: 'AT_SEQUENCE_NUMBER' } };
  const iterated = { StreamARN, ShardId: 'shardId-000000000999', ShardIteratorType: 'LATEST' };
  const filter = (ShardFilter: Body) => ['ListShards', { StreamARN, ShardFilter }] as const;
  const invalid = 'InvalidArgumentException';
  const dry = (operation: string) =>
    `DryRunOperation validation succeeded while calling ${operation} operation.: Request would have succeeded, but DryRun flag is set.`;
  const refusals: [readonly [string, Body], string, string][] = [
    [['DescribeStreamSummary', {}], invalid, "Stream arn and stream name can't be empty at the same time"],
    [
      ['DescribeStreamSummary', { StreamARN, StreamName: 'missing' }],
      invalid,
      "Input stream name missing doesn't match the inferred name in stream arn refused",
    ],
    [
      ['DescribeStreamSummary', { StreamARN: west }],
      invalid,
      `The region specified in the ARN '${west}' does not match the endpoint region`,
    ],
    [['ListStreams', { NextToken: 'not-a-token' }], invalid, 'Invalid NextToken.'],
    [
      ['TagResource', { ResourceARN: StreamARN, Tags: { 'aws:probe': 'x' } }],
      invalid,
      "Some tag keys in the request started with 'aws:'. System tags cannot be modified.",
    ],
    [
      ['PutResourcePolicy', { ResourceARN: StreamARN, Policy: '{' }],
      invalid,
      'Policy validation error: This policy contains invalid Json',
    ],
    [
      ['UpdateStreamWarmThroughput', { StreamARN, WarmThroughputMiBps: 0 }],
      'ValidationException',
      'Account 000000000000 is not enabled for minimum throughput billing commitment',
    ],
    [
      ['StopStreamEncryption', { StreamARN, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }],
      invalid,
      'Cannot stop encrypting an unencrypted stream.',
    ],
    [
      ['RegisterStreamConsumer', { StreamARN, ConsumerName: 'reader' }],
      'ResourceInUseException',
      'Consumer reader under stream refused already exists for account 000000000000.',
    ],
    [
      ['SubscribeToShard', { ConsumerARN: `${StreamARN}/consumer/absent:1`, ...position, DryRun: true }],
      'ResourceNotFoundException',
      'Consumer absent under stream: refused, account 000000000000 not found.',
    ],
    [
      ['SubscribeToShard', { ConsumerARN, ...position, ShardId: 'shardId-000000000999' }],
      'ResourceNotFoundException',
      'Could not find shard shardId-000000000999 in stream refused under account 000000000000.',
    ],
    [['SubscribeToShard', { ConsumerARN, ...position, DryRun: true }], 'DryRunOperationException', dry('SubscribeToShard')],
    [['GetShardIterator', { ...iterated, DryRun: true }], 'DryRunOperationException', dry('GetShardIterator')],
    [
      filter({ Type: 'FROM_TIMESTAMP', Timestamp: 1 }),
      invalid,
      'ShardFilter Timestamp cannot be older than TRIM_HORIZON of the stream.',
    ],
    [
      filter({ Type: 'AT_TIMESTAMP', Timestamp: Date.now() / 1000 + 3600 }),
      invalid,
      'ShardFilter Timestamp must not be greater than current time.',
    ],
    [filter({ Type: 'AFTER_SHARD_ID' }), invalid, 'ShardId must be provided when the ShardFilter Type is AFTER_SHARD_ID.'],
  ];
  for (const [[operation, input], __type, message] of refusals) {
    expect(await ask(operation, input)).toEqual({ status: 400, body: { __type, message } });
  }
});
