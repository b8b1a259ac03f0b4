import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, openStand, type Stand } from '../../../test/wire/kinesis/stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand({ limits: 'aws' });
  await stand.stream('s');
});
afterEach(() => stand.close());

const put = (size: number) => stand.call('PutRecord', { StreamName: 's', Data: Buffer.alloc(size), PartitionKey: 'kk' });
/** `name dimensions`: [samples, sum, least, greatest, unit] */
const measured = (): Record<string, unknown[]> =>
  Object.fromEntries(
    [...stand.kinesis.measured()].map(({ dimensions, unit, tallied: { name, count, sum, min, max } }) => [
      [name, ...Object.values(dimensions)].join(' '),
      [count, sum, min, max, unit],
    ]),
  );

test('what was put, and what was refused', async () => {
  await put(10);
  await put(1024 * 1024 - 20);
  await expect(put(10)).rejects.toThrow('Rate exceeded');
  await stand.clock.advance(1000);
  const Records = [10, 20, 1024 * 1024 - 10].map((size) => ({ Data: Buffer.alloc(size), PartitionKey: 'kk' }));
  expect((await stand.call('PutRecords', { StreamName: 's', Records })).FailedRecordCount).toBe(1);
  const total = 12 + 1024 * 1024 - 18;
  const found = measured();
  expect(found).toEqual({
    'PutRecord.Success s': [3, 2, 0, 1, 'Count'],
    'PutRecord.Latency s': [2, 0, 0, 0, 'Milliseconds'],
    'PutRecord.Bytes s': [2, total, 12, total - 12, 'Bytes'],
    'PutRecords.Success s': [1, 1, 1, 1, 'Count'],
    'PutRecords.Latency s': [1, 0, 0, 0, 'Milliseconds'],
    'PutRecords.Bytes s': [1, 34, 34, 34, 'Bytes'],
    'PutRecords.TotalRecords s': [1, 3, 3, 3, 'Count'],
    'PutRecords.SuccessfulRecords s': [1, 2, 2, 2, 'Count'],
    'PutRecords.ThrottledRecords s': [1, 1, 1, 1, 'Count'],
    'PutRecords.FailedRecords s': [1, 0, 0, 0, 'Count'],
    'IncomingBytes s': [3, total + 34, 12, total - 12, 'Bytes'],
    'IncomingRecords s': [3, 4, 1, 2, 'Count'],
    'WriteProvisionedThroughputExceeded s': [4, 2, 0, 1, 'Count'],
  });
  expect(measured()).toEqual({});
});

test('what was read, and how old it was; of shards where that was asked for, and only what was', async () => {
  const ShardLevelMetrics = ['OutgoingRecords', 'IteratorAgeMilliseconds', 'IncomingBytes'] as const;
  await stand.call('EnableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics });
  await put(10);
  await stand.clock.advance(5000);
  await put(10);
  measured();
  const shard = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' as const };
  const ShardIterator = (await stand.call('GetShardIterator', shard)).ShardIterator ?? '';
  await stand.call('GetRecords', { ShardIterator, Limit: 1 });
  await stand.call('GetRecords', { ShardIterator });
  for (let i = 0; i < 3; i++) await stand.call('GetRecords', { ShardIterator });
  await expect(stand.call('GetRecords', { ShardIterator })).rejects.toThrow('Rate exceeded');
  expect(measured()).toEqual({
    'GetRecords.Success s': [6, 5, 0, 1, 'Count'],
    'GetRecords.Latency s': [5, 0, 0, 0, 'Milliseconds'],
    'GetRecords.Bytes s': [5, 12 + 4 * 24, 12, 24, 'Bytes'],
    'GetRecords.Records s': [5, 9, 1, 2, 'Count'],
    'GetRecords.IteratorAgeMilliseconds s': [5, 5000, 0, 5000, 'Milliseconds'],
    'ReadProvisionedThroughputExceeded s': [6, 1, 0, 1, 'Count'],
    'OutgoingRecords s shardId-000000000000': [5, 9, 1, 2, 'Count'],
    'IteratorAgeMilliseconds s shardId-000000000000': [5, 5000, 0, 5000, 'Milliseconds'],
  });
});

test('what was pushed to consumers', async () => {
  await put(10);
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
  const { Consumer } = await stand.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'fan' });
  await stand.clock.advance(300);
  measured();
  const subscribe = () =>
    stand.call('SubscribeToShard', {
      ConsumerARN: Consumer.ConsumerARN,
      ShardId: 'shardId-000000000000',
      StartingPosition: { Type: 'TRIM_HORIZON' },
    });
  const events = (await subscribe()).EventStream[Symbol.asyncIterator]();
  expect((await events.next()).value?.SubscribeToShardEvent?.Records[0]?.Data).toEqual(bytes('\0'.repeat(10)));
  await expect(subscribe()).rejects.toMatchObject({ code: 'ResourceInUseException' });
  expect(measured()).toEqual({
    'SubscribeToShard.Success s fan': [2, 1, 0, 1, 'Count'],
    'SubscribeToShard.RateExceeded s fan': [2, 1, 0, 1, 'Count'],
    'SubscribeToShardEvent.Success s fan': [1, 1, 1, 1, 'Count'],
    'SubscribeToShardEvent.Bytes s fan': [1, 12, 12, 12, 'Bytes'],
    'SubscribeToShardEvent.Records s fan': [1, 1, 1, 1, 'Count'],
    'SubscribeToShardEvent.MillisBehindLatest s fan': [1, 0, 0, 0, 'Milliseconds'],
  });
  await events.return?.(undefined);
});

// aws: recorded: radkawar/stackd, testdata/aws/kinesis/metric_depth.json, seq 46-52 (9dc356f)
test('of a shard each record is a sample, of the number of records each request; the age is of GetRecords only', async () => {
  await stand.call('EnableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  await stand.clock.advance(300);
  await put(2);
  const Records = [4, 6].map((size) => ({ Data: Buffer.alloc(size), PartitionKey: 'kk' }));
  await stand.call('PutRecords', { StreamName: 's', Records });
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
  const { Consumer } = await stand.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'fan' });
  await stand.clock.advance(300);
  const { EventStream } = await stand.call('SubscribeToShard', {
    ConsumerARN: Consumer.ConsumerARN,
    ShardId: 'shardId-000000000000',
    StartingPosition: { Type: 'TRIM_HORIZON' },
  });
  const events = EventStream[Symbol.asyncIterator]();
  await events.next();
  const ofShard = Object.entries(measured()).filter(([name]) => name.endsWith(' shardId-000000000000'));
  expect(Object.fromEntries(ofShard.map(([name, value]) => [name.split(' ')[0], value]))).toEqual({
    IncomingBytes: [3, 18, 4, 8, 'Bytes'],
    IncomingRecords: [2, 3, 1, 2, 'Count'],
    WriteProvisionedThroughputExceeded: [3, 0, 0, 0, 'Count'],
    OutgoingBytes: [1, 18, 18, 18, 'Bytes'],
    OutgoingRecords: [1, 3, 3, 3, 'Count'],
  });
  await events.return?.(undefined);
});

test('nothing of shards any more once that was taken back', async () => {
  await stand.call('EnableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  await put(10);
  const ofShard = () => Object.keys(measured()).filter((name) => name.endsWith('shardId-000000000000'));
  expect(ofShard()).toEqual(
    ['IncomingBytes', 'WriteProvisionedThroughputExceeded', 'IncomingRecords'].map((name) => `${name} s shardId-000000000000`),
  );
  await stand.clock.advance(300);
  await stand.call('DisableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['IncomingBytes'] });
  await put(10);
  expect(ofShard()).toHaveLength(2);
  await stand.clock.advance(300);
  await stand.call('DisableEnhancedMonitoring', { StreamName: 's', ShardLevelMetrics: ['ALL'] });
  await put(10);
  expect(ofShard()).toEqual([]);
});
