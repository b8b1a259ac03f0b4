import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, HERE, openStand, START, type Stand } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
const shards = async () => (await stand.call('ListShards', { StreamName: 's' })).Shards ?? [];

test('a stream is CREATING for a moment, then ACTIVE, and DELETING for a moment before it is gone', async () => {
  await stand.call('CreateStream', { StreamName: 's', ShardCount: 2, Tags: { a: '1' } });
  const status = async () =>
    (await stand.call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary.StreamStatus;
  expect(await status()).toBe('CREATING');
  expect((await stand.call('DescribeStream', { StreamName: 's' })).StreamDescription.Shards).toEqual([]);
  await expect(stand.call('PutRecord', { StreamName: 's', Data: bytes('x'), PartitionKey: 'k' })).rejects.toThrow('not found.');
  await expect(stand.call('CreateStream', { StreamName: 's', ShardCount: 1 })).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Stream s under account 123456789012 already exists.',
  });
  await expect(stand.call('UpdateMaxRecordSize', { StreamARN: ARN, MaxRecordSizeInKiB: 2048 })).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Stream s under account 123456789012 not ACTIVE, instead in state CREATING',
  });
  await stand.clock.advance(300);
  expect(await status()).toBe('ACTIVE');
  await stand.call('DeleteStream', { StreamARN: ARN });
  expect(await status()).toBe('DELETING');
  expect((await stand.call('DescribeStream', { StreamName: 's' })).StreamDescription).toMatchObject({
    Shards: [],
    HasMoreShards: false,
  });
  await stand.clock.advance(300);
  await expect(status()).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Stream s under account 123456789012 not found.',
  });
});

test('describes a stream as AWS does', async () => {
  await stand.stream('s', 3);
  const { StreamDescription } = await stand.call('DescribeStream', { StreamARN: ARN, Limit: 2 });
  expect(StreamDescription).toMatchObject({
    StreamName: 's',
    StreamARN: ARN,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    HasMoreShards: true,
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date(START),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  });
  // the ranges of three shards as AWS cuts them — observed by kinesalite
  expect(
    (await shards()).map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange.StartingHashKey, HashKeyRange.EndingHashKey]),
  ).toEqual([
    ['shardId-000000000000', '0', '113427455640312821154458202477256070484'],
    ['shardId-000000000001', '113427455640312821154458202477256070485', '226854911280625642308916404954512140969'],
    ['shardId-000000000002', '226854911280625642308916404954512140970', '340282366920938463463374607431768211455'],
  ]);
  const { StreamDescriptionSummary } = await stand.call('DescribeStreamSummary', { StreamName: 's' });
  expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 3, ConsumerCount: 0, MaxRecordSizeInKiB: 1024 });
  // KCL 3 would look for an endpoint of that id's own
  expect(StreamDescriptionSummary.StreamId).toBeUndefined();
  const rest = await stand.call('DescribeStream', { StreamName: 's', ExclusiveStartShardId: 'shardId-000000000001' });
  expect(rest.StreamDescription.Shards.map((shard) => shard.ShardId)).toEqual(['shardId-000000000002']);
});

test('streams are listed by name, page by page, and only those of the account', async () => {
  for (const name of ['c', 'a', 'b']) await stand.stream(name);
  await stand.call('CreateStream', { StreamName: 'other', ShardCount: 1 }, { ...HERE, account: '999999999999' });
  const first = await stand.call('ListStreams', { Limit: 2 });
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
  expect(first.StreamSummaries?.[0]).toMatchObject({ StreamName: 'a', StreamStatus: 'ACTIVE' });
  expect((await stand.call('ListStreams', { NextToken: first.NextToken })).StreamNames).toEqual(['c']);
  expect(await stand.call('ListStreams', { ExclusiveStartStreamName: 'b' })).toMatchObject({
    StreamNames: ['c'],
    HasMoreStreams: false,
  });
  await expect(stand.call('ListStreams', { NextToken: 'x' })).rejects.toThrow('Invalid NextToken.');
  await expect(stand.call('ListStreams', { NextToken: first.NextToken, ExclusiveStartStreamName: 'a' })).rejects.toThrow(
    'ExclusiveStartStreamName and NextToken cannot be provided together.',
  );
  await stand.clock.advance(300_001);
  await expect(stand.call('ListStreams', { NextToken: first.NextToken })).rejects.toMatchObject({
    code: 'ExpiredNextTokenException',
  });
});

test('on-demand streams begin with four shards', async () => {
  const mode = { StreamModeDetails: { StreamMode: 'ON_DEMAND' as const } };
  await stand.call('CreateStream', { StreamName: 'o', ...mode, WarmThroughputMiBps: 100 });
  await stand.clock.advance(300);
  const { StreamDescriptionSummary } = await stand.call('DescribeStreamSummary', { StreamName: 'o' });
  expect(StreamDescriptionSummary).toMatchObject({
    OpenShardCount: 100,
    WarmThroughput: { TargetMiBps: 100, CurrentMiBps: 100 },
  });
  expect(await stand.call('DescribeLimits', {})).toMatchObject({ OpenShardCount: 100, OnDemandStreamCount: 1 });
  await expect(stand.call('CreateStream', { StreamName: 'p', ...mode, ShardCount: 1 })).rejects.toThrow(
    'ShardCount is not expected when StreamMode=ON_DEMAND',
  );
  const provisioned = { StreamModeDetails: { StreamMode: 'PROVISIONED' as const } };
  await expect(stand.call('CreateStream', { StreamName: 'p', ...provisioned })).rejects.toThrow('ShardCount is required');
  await expect(stand.call('CreateStream', { StreamName: 'p', ShardCount: 0 })).rejects.toThrow('at least 1');
  await expect(stand.call('CreateStream', { StreamName: 'p', ShardCount: 1, WarmThroughputMiBps: 1 })).rejects.toThrow(
    'ON_DEMAND only',
  );
  const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/o';
  await stand.call('UpdateStreamMode', { StreamARN: arn, StreamModeDetails: { StreamMode: 'PROVISIONED' } });
  await stand.clock.advance(300);
  const warm = () => stand.call('UpdateStreamWarmThroughput', { StreamARN: arn, WarmThroughputMiBps: 5 });
  await expect(warm()).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Account 123456789012 is not enabled for minimum throughput billing commitment',
  });
  await stand.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } });
  await expect(warm()).rejects.toThrow('ON_DEMAND only');
  await stand.call('UpdateStreamMode', { StreamARN: arn, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  await stand.clock.advance(300);
  await warm();
  await stand.clock.advance(300);
  await expect(
    stand.call('UpdateShardCount', { StreamName: 'o', TargetShardCount: 8, ScalingType: 'UNIFORM_SCALING' }),
  ).rejects.toThrow('PROVISIONED only');
});

test('retention grows and shrinks within AWS bounds', async () => {
  await stand.stream('s');
  const grow = (RetentionPeriodHours: number) =>
    stand.call('IncreaseStreamRetentionPeriod', { StreamName: 's', RetentionPeriodHours });
  const shrink = (RetentionPeriodHours: number) =>
    stand.call('DecreaseStreamRetentionPeriod', { StreamName: 's', RetentionPeriodHours });
  const status = async () =>
    (await stand.call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary.StreamStatus;
  await grow(24);
  expect(await status()).toBe('ACTIVE');
  await grow(48);
  expect(await status()).toBe('UPDATING');
  await stand.clock.advance(300);
  await expect(grow(47)).rejects.toThrow(
    'Requested retention period (47 hours) for stream s can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.',
  );
  await expect(grow(8761)).rejects.toThrow('Maximum allowed retention period is 8760 hours.');
  await expect(grow(23)).rejects.toThrow(
    'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
  );
  await expect(shrink(49)).rejects.toThrow(
    'Requested retention period (49 hours) for stream s can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.',
  );
  await expect(shrink(1)).rejects.toThrow('too short');
  await shrink(24);
});

test('tags of streams, the old way and the new', async () => {
  await stand.stream('s');
  await stand.call('AddTagsToStream', { StreamName: 's', Tags: { b: '2', a: '1' } });
  await stand.call('TagResource', { ResourceARN: ARN, Tags: { c: 'ü 3' } });
  expect(await stand.call('ListTagsForStream', { StreamName: 's', Limit: 2 })).toEqual({
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
    HasMoreTags: true,
  });
  await stand.call('RemoveTagsFromStream', { StreamName: 's', TagKeys: ['a'] });
  await stand.call('UntagResource', { ResourceARN: ARN, TagKeys: ['b'] });
  expect(await stand.call('ListTagsForResource', { ResourceARN: ARN })).toEqual({ Tags: [{ Key: 'c', Value: 'ü 3' }] });
  const illegal =
    'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.';
  await expect(stand.call('AddTagsToStream', { StreamName: 's', Tags: { 'a;b': '' } })).rejects.toThrow(illegal);
  await expect(stand.call('RemoveTagsFromStream', { StreamName: 's', TagKeys: ['a;b'] })).rejects.toThrow(illegal);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, '']));
  await expect(stand.call('AddTagsToStream', { StreamName: 's', Tags: many })).rejects.toThrow('cannot have more than 50 tags');
  await expect(stand.call('TagResource', { ResourceARN: ARN, Tags: many })).rejects.toThrow(
    `Failed to add tags to resource ${ARN} under account 123456789012 because a given resource cannot have more than 50 tags associated with it.`,
  );
  const reserved = stand.call('AddTagsToStream', { StreamName: 's', Tags: { 'AWS:x': '1' } });
  await expect(reserved).rejects.toThrow("Some tag keys in the request started with 'aws:'. System tags cannot be modified.");
  await expect(
    stand.call('TagResource', { ResourceARN: 'arn:aws:kinesis:us-east-1:123456789012:channel/c', Tags: {} }),
  ).rejects.toThrow('is not the ARN of a stream');
});

test('resource policies are kept, given to IAM, and taken away', async () => {
  await stand.stream('s');
  const policy = (arn: string) => stand.kinesis.service.resourcePolicy?.(arn, HERE);
  expect(await stand.call('GetResourcePolicy', { ResourceARN: ARN })).toEqual({ Policy: '{}' });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'kinesis:PutRecord', Resource: ARN }],
  });
  await stand.call('PutResourcePolicy', { ResourceARN: ARN, Policy });
  expect(await stand.call('GetResourcePolicy', { ResourceARN: ARN })).toEqual({ Policy });
  expect(policy(ARN)).toBe(Policy);
  const { Consumer } = await stand.call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'c' });
  const ofConsumer = Policy.replace(ARN, Consumer.ConsumerARN);
  await stand.call('PutResourcePolicy', { ResourceARN: Consumer.ConsumerARN, Policy: ofConsumer });
  expect(policy(Consumer.ConsumerARN)).toBe(ofConsumer);
  await stand.call('DeleteResourcePolicy', { ResourceARN: ARN });
  expect(policy(ARN)).toBeUndefined();
  await expect(stand.call('DeleteResourcePolicy', { ResourceARN: ARN })).rejects.toThrow('No resource policy');
  expect(policy(Consumer.ConsumerARN)).toBe(ofConsumer);
});

test('a resource policy speaks of its own resource, of actions of kinesis, and of somebody', async () => {
  await stand.stream('s');
  const put = (statement: object) => {
    const whole = {
      Effect: 'Allow',
      Principal: { AWS: '999999999999' },
      Action: 'kinesis:PutRecord',
      Resource: ARN,
      ...statement,
    };
    return stand.call('PutResourcePolicy', {
      ResourceARN: ARN,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: whole }),
    });
  };
  const refused = (statement: object, why: string) =>
    expect(put(statement)).rejects.toMatchObject({
      code: 'InvalidArgumentException',
      message: `The policy is not valid: ${why}`,
    });
  await refused({ Principal: undefined }, 'a statement has no Principal');
  await refused({ Action: undefined }, 'a statement has no Action');
  await refused({ Action: ['kinesis:PutRecord', 's3:GetObject'] }, 's3:GetObject is not an action of kinesis');
  await refused({ Resource: undefined }, 'a statement has no Resource');
  await refused({ Resource: `${ARN}-other` }, `${ARN}-other is not ${ARN}`);
  await refused(
    { Resource: [ARN, ARN.replace('.', 'x').replace('stream/s', 'stream/t*')] },
    `${ARN.replace('/s', '/t*')} is not ${ARN}`,
  );
  await expect(stand.call('PutResourcePolicy', { ResourceARN: ARN, Policy: '{' })).rejects.toThrow(
    'Policy validation error: This policy contains invalid Json',
  );
  await refused({ Effect: 'Maybe' }, 'Syntax errors in policy.');
  for (const Resource of [ARN, [ARN], '*', ARN.replace('/s', '/*')]) await put({ Resource, Action: 'Kinesis:*' });
});

test('metrics of shards are noted', async () => {
  await stand.stream('s');
  const enabled = await stand.call('EnableEnhancedMonitoring', {
    StreamName: 's',
    ShardLevelMetrics: ['OutgoingBytes', 'IncomingBytes'],
  });
  expect(enabled).toEqual({
    StreamName: 's',
    StreamARN: ARN,
    CurrentShardLevelMetrics: [],
    DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
  });
  await stand.clock.advance(300);
  const disabled = await stand.call('DisableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  expect(disabled.DesiredShardLevelMetrics).toEqual([]);
  await stand.clock.advance(300);
  // what changes nothing leaves the stream ACTIVE
  for (let i = 0; i < 2; i++) await stand.call('DisableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  expect(await stand.call('DescribeAccountSettings', {})).toEqual({ MinimumThroughputBillingCommitment: { Status: 'DISABLED' } });
});

test('records without a key go to each shard in turn where the stream distributes them itself', async () => {
  await stand.stream('s', 2);
  await stand.call('UpdateStreamRecordDistributionStrategy', { StreamARN: ARN, RecordDistributionStrategy: 'AUTO' });
  const { Records } = await stand.call('PutRecords', { StreamName: 's', Records: [{ Data: bytes('a') }, { Data: bytes('b') }] });
  expect(new Set(Records.map((record) => record.ShardId)).size).toBe(2);
});

test('who creates a stream with tags needs the right to add them', () => {
  const create = { resource: ARN, resourceAccount: '123456789012' };
  expect(stand.access('CreateStream', { StreamName: 's', ShardCount: 1 })).toEqual(create);
  expect(stand.access('CreateStream', { StreamName: 's', ShardCount: 1, Tags: { a: '1' } })).toEqual([
    create,
    { ...create, action: 'kinesis:AddTagsToStream' },
  ]);
});

test('another account reaches a stream by its ARN', async () => {
  await stand.stream('s');
  const there = { ...HERE, account: '999999999999' };
  await stand.call('PutRecord', { StreamARN: ARN, Data: bytes('x'), PartitionKey: 'k' }, there);
  await expect(stand.call('PutRecord', { StreamName: 's', Data: bytes('x'), PartitionKey: 'k' }, there)).rejects.toThrow(
    'under account 999999999999',
  );
  expect(stand.access('PutRecord', { StreamARN: ARN, Data: bytes('x') })).toEqual({
    resource: ARN,
    resourceAccount: '123456789012',
  });
});
