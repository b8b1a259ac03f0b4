import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock } from '#core';
import { bytes, openStand, type Stand } from '../../../test/wire/kinesis/stand.ts';
import { bucket } from './limits.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand({ limits: 'aws' });
  await stand.stream('s');
});
afterEach(() => stand.close());

const SENTENCE = 'Rate exceeded for shard shardId-000000000000 in stream s under account 123456789012.';
const put = (size: number) => stand.call('PutRecord', { StreamName: 's', Data: Buffer.alloc(size), PartitionKey: 'k' });
const iterator = async () => {
  const shard = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' as const };
  return (await stand.call('GetShardIterator', shard)).ShardIterator ?? '';
};

test('a bucket gives a second of work at once, and what comes back with time', async () => {
  const clock = fakeClock();
  const one = bucket(10, clock);
  expect([one.take(6), one.take(6), one.take(4)]).toEqual([true, false, true]);
  await clock.advance(500);
  expect([one.take(6), one.take(5)]).toEqual([false, true]);
  await clock.advance(60_000);
  // more than a second's worth goes through a full bucket only, and is paid for afterwards
  expect([one.take(25), one.ready()]).toEqual([true, false]);
  await clock.advance(1500);
  expect(one.ready()).toBe(false);
  await clock.advance(1);
  expect([one.ready(), one.overdraw(50), one.ready()]).toEqual([true, true, false]);
});

test('the key of a record counts in bytes of UTF-8, for the rate of a shard and for the size of a record', async () => {
  const send = (size: number, PartitionKey: string) =>
    stand.call('PutRecord', { StreamName: 's', Data: Buffer.alloc(size), PartitionKey });
  const MEBIBYTE = 1024 * 1024;
  // four bytes, two units of UTF-16
  const key = '💣';
  const tooLong = 'Member must have length less than or equal to 1048576';
  await expect(send(MEBIBYTE - 3, key)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(tooLong),
  });
  const Records = [{ Data: Buffer.alloc(MEBIBYTE - 3), PartitionKey: key }];
  await expect(stand.call('PutRecords', { StreamName: 's', Records })).rejects.toThrow(`'records.1.member.data'`);
  await send(MEBIBYTE - 4 - 5, key);
  await expect(send(2, key)).rejects.toThrow(SENTENCE);
  await send(1, key);
});

test('a shard takes 1 MiB a second', async () => {
  await put(1024 * 1024 - 1);
  await expect(put(1)).rejects.toMatchObject({ code: 'ProvisionedThroughputExceededException', message: SENTENCE });
  await stand.clock.advance(10);
  await put(1024);
});

test('a shard takes 1,000 records a second; the others fail one by one', async () => {
  const Records = Array.from({ length: 500 }, () => ({ Data: bytes('x'), PartitionKey: 'k' }));
  const send = () => stand.call('PutRecords', { StreamName: 's', Records });
  expect((await send()).FailedRecordCount).toBe(0);
  expect((await send()).FailedRecordCount).toBe(0);
  await stand.clock.advance(100);
  const third = await send();
  expect(third.FailedRecordCount).toBe(400);
  expect(third.Records[99]).toMatchObject({ ShardId: 'shardId-000000000000' });
  expect(third.Records[100]).toEqual({ ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: SENTENCE });
});

test('a shard is read five times a second, and 2 MiB', async () => {
  for (let i = 0; i < 5; i++) {
    await put(1024 * 1024 - 1);
    await stand.clock.advance(1000);
  }
  const ShardIterator = await iterator();
  const read = () => stand.call('GetRecords', { ShardIterator });
  expect((await read()).Records).toHaveLength(5);
  await expect(read()).rejects.toMatchObject({ code: 'ProvisionedThroughputExceededException', message: SENTENCE });
  await stand.clock.advance(1400);
  await expect(read()).rejects.toThrow(SENTENCE);
  await stand.clock.advance(101);
  await read();
  await stand.clock.advance(5000);
  const { NextShardIterator = '' } = await read();
  await stand.clock.advance(5000);
  const poll = () => stand.call('GetRecords', { ShardIterator: NextShardIterator });
  for (let i = 0; i < 5; i++) await poll();
  await expect(poll()).rejects.toThrow(SENTENCE);
});

test('of a batch that is too much, what fits goes through, in its order', async () => {
  const sizes = [600_000, 600_000, 400_000, 100_000, 40_000];
  const Records = sizes.map((size) => ({ Data: Buffer.alloc(size), PartitionKey: 'k' }));
  const { FailedRecordCount, Records: results } = await stand.call('PutRecords', { StreamName: 's', Records });
  expect(FailedRecordCount).toBe(2);
  const refused = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: SENTENCE };
  const taken = { ShardId: 'shardId-000000000000', SequenceNumber: expect.any(String) };
  expect(results).toEqual([taken, refused, taken, refused, taken]);
});

test('a record of 10 MiB goes through where it is allowed, and is paid for afterwards', async () => {
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
  await expect(put(1024 * 1024)).rejects.toThrow('Member must have length less than or equal to 1048576');
  await stand.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 10_240 });
  await stand.clock.advance(1000);
  // with its key of one byte
  await put(10 * 1024 * 1024 - 1);
  await stand.clock.advance(9000);
  await expect(put(1)).rejects.toThrow(SENTENCE);
  await stand.clock.advance(10);
  await put(1);
  const read = await stand.call('GetRecords', { ShardIterator: await iterator() });
  expect(read.Records.map(({ Data }) => Data.length)).toEqual([10 * 1024 * 1024 - 1]);
  await stand.clock.advance(5000);
  const { Records } = await stand.call('GetRecords', { ShardIterator: read.NextShardIterator ?? '' });
  expect(Records.map(({ Data }) => Data.length)).toEqual([1]);
});

test('shards of an on-demand stream throttle, and are split where they were more than half full for a minute', async () => {
  await stand.call('CreateStream', { StreamName: 'o', StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  await stand.clock.advance(300);
  const hot = Array.from({ length: 500 }, () => ({ Data: bytes('x'), PartitionKey: 'k', ExplicitHashKey: '0' }));
  const cold = [{ Data: bytes('x'), PartitionKey: 'k', ExplicitHashKey: String(2n ** 128n - 1n) }];
  const send = async (Records: typeof hot) => (await stand.call('PutRecords', { StreamName: 'o', Records })).FailedRecordCount;
  expect([await send(hot), await send(hot), await send(hot)]).toEqual([0, 0, 500]);
  for (let second = 1; second <= 60; second++) {
    await stand.clock.advance(1000);
    expect([await send(hot), await send(hot), await send(cold)]).toEqual([0, 0, 0]);
  }
  const names = async () => {
    const { Shards = [] } = await stand.call('ListShards', { StreamName: 'o' });
    return Shards.map(({ ShardId, ParentShardId }) => [Number(ShardId.slice(-4)), ParentShardId?.slice(-4)]);
  };
  await stand.clock.advance(1000);
  expect(await names()).toEqual([
    [0, undefined],
    [1, undefined],
    [2, undefined],
    [3, undefined],
    [4, '0000'],
    [5, '0000'],
  ]);
  await stand.clock.advance(60_000);
  expect(await names()).toHaveLength(6);
  const split = { StreamName: 'o', ShardToSplit: 'shardId-000000000001', NewStartingHashKey: String(2n ** 127n - 5n) };
  await expect(stand.call('SplitShard', split)).rejects.toThrow('PROVISIONED only');
});

test('a warm stream has the shards for it', async () => {
  const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/w';
  const open = async () => {
    await stand.clock.advance(1000);
    const { StreamDescriptionSummary } = await stand.call('DescribeStreamSummary', { StreamName: 'w' });
    return StreamDescriptionSummary.OpenShardCount;
  };
  await stand.call('CreateStream', { StreamName: 'w', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 10 });
  expect(await open()).toBe(10);
  await stand.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } });
  await stand.call('UpdateStreamWarmThroughput', { StreamARN: arn, WarmThroughputMiBps: 100 });
  expect(await open()).toBe(100);
  await stand.call('UpdateStreamWarmThroughput', { StreamARN: arn, WarmThroughputMiBps: 5 });
  expect(await open()).toBe(100);
  await expect(stand.call('UpdateStreamWarmThroughput', { StreamARN: arn, WarmThroughputMiBps: 20_000 })).rejects.toMatchObject({
    code: 'LimitExceededException',
  });
});

test('an account has its quota of shards', async () => {
  await stand.call('CreateStream', { StreamName: 'big', ShardCount: 19_999 });
  await expect(stand.call('CreateStream', { StreamName: 'more', ShardCount: 1 })).rejects.toMatchObject({
    code: 'LimitExceededException',
    message:
      'This request would exceed the shard limit for the account 123456789012 in us-east-1. Current shard count for the account: 20000. ' +
      'Limit: 20000. Number of additional shards that would have resulted from this request: 1. Refer to the AWS Service Limits page ' +
      '(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
  });
});

test('the record size of a stream can be raised', async () => {
  const StreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/s';
  await stand.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 2048 });
  await stand.clock.advance(300);
  const unchanged = () => stand.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 2048 });
  // the stream stays ACTIVE
  await unchanged();
  await unchanged();
  await stand.call('PutRecord', { StreamName: 's', Data: Buffer.alloc(2 * 1024 * 1024 - 1), PartitionKey: 'k' });
  await expect(
    stand.call('PutRecord', { StreamName: 's', Data: Buffer.alloc(2 * 1024 * 1024), PartitionKey: 'k' }),
  ).rejects.toThrow('2097152');
});
