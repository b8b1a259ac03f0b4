/** Refusals that AWS gave, as radkawar/stackd recorded them: see recorded.test.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIVE, ask, type Body, SHARD, stream } from './ask.ts';
import { type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

test('refusals — stackd, controls.json, dry_run.json, records.json and topology.json, 2026-09-19', async () => {
  const StreamARN = await stream(served, 'refused');
  const { body } = await ask(served, 'RegisterStreamConsumer', { StreamARN, ConsumerName: 'reader' });
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
    [
      ['DescribeStreamConsumer', { ConsumerARN: `${StreamARN}/consumer/absent:1789779975` }],
      'ResourceNotFoundException',
      'Consumer absent with creation timestamp 1789779975 under stream: refused, account 000000000000 not found.',
    ],
    [
      ['GetShardIterator', { ...iterated, ShardId: SHARD, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '0' }],
      invalid,
      `StartingSequenceNumber 21267647932558653966460912964485513216 used in GetShardIterator on shard ${SHARD} in stream refused ` +
        'under account 000000000000 is invalid because it did not come from this stream.',
    ],
    [
      ['PutRecords', { StreamARN, Records: ['same', ''].map((PartitionKey) => ({ Data: 'eA==', PartitionKey })) }],
      'ValidationException',
      "1 validation error detected: Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: " +
        'Member must have length greater than or equal to 1',
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
    expect(await ask(served, operation, input)).toEqual({ status: 400, body: { __type, message } });
  }
});
