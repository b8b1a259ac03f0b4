import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SegmentStore } from '#storage';
import { bytes, openStand, START, type Stand, text } from '../../../test/wire/kinesis/stand.ts';
import { evenRanges, hashKeyOf, numberOf, shardFor } from './hash-key.ts';
import { reshard } from './resharding.ts';
import { openShards, type StreamRow } from './stream.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const HALF = (2n ** 127n).toString();
const shards = async (more: object = {}) => (await stand.call('ListShards', { StreamName: 's', ...more })).Shards ?? [];
const names = async (more: object = {}) => (await shards(more)).map((shard) => Number(shard.ShardId.slice(-4)));
const put = (data: string, PartitionKey: string) => stand.call('PutRecord', { StreamName: 's', Data: bytes(data), PartitionKey });
const splitShard = (shard: number, at = HALF) =>
  stand.call('SplitShard', { StreamName: 's', ShardToSplit: `shardId-${shard}`, NewStartingHashKey: at });
const mergeShards = (one: number, other: number) =>
  stand.call('MergeShards', { StreamName: 's', ShardToMerge: `shardId-${one}`, AdjacentShardToMerge: `shardId-${other}` });

test('a split shard ends where its children begin, and a reader is led there', async () => {
  await stand.stream('s');
  await put('before', 'p1');
  const { ShardIterator = '' } = await stand.call('GetShardIterator', {
    StreamName: 's',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  await splitShard(0);
  expect((await stand.call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary.StreamStatus).toBe('UPDATING');
  expect((await put('after', 'p1')).ShardId).toBe('shardId-000000000002');
  await stand.clock.advance(1000);
  const last = await stand.call('GetRecords', { ShardIterator });
  expect(last.Records.map((record) => text(record.Data))).toEqual(['before']);
  expect([last.ChildShards, last.MillisBehindLatest]).toEqual([undefined, 1000]);
  const answer = await stand.call('GetRecords', { ShardIterator: last.NextShardIterator ?? '' });
  expect([answer.Records, answer.NextShardIterator, answer.MillisBehindLatest]).toEqual([[], undefined, 1000]);
  const max = 2n ** 128n - 1n;
  expect(answer.ChildShards).toEqual([
    {
      ShardId: 'shardId-000000000001',
      ParentShards: ['shardId-000000000000'],
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: `${2n ** 127n - 1n}` },
    },
    {
      ShardId: 'shardId-000000000002',
      ParentShards: ['shardId-000000000000'],
      HashKeyRange: { StartingHashKey: HALF, EndingHashKey: `${max}` },
    },
  ]);
  const [parent, low] = await shards();
  expect(parent?.SequenceNumberRange.EndingSequenceNumber).toMatch(/^49\d{54}$/);
  expect(low).toMatchObject({ ParentShardId: 'shardId-000000000000' });
  await mergeShards(1, 2);
  expect((await shards()).at(-1)).toMatchObject({
    ParentShardId: 'shardId-000000000001',
    AdjacentParentShardId: 'shardId-000000000002',
  });
  expect((await put('merged', 'p1')).ShardId).toBe('shardId-000000000003');
});

test('the numbers of a child are greater than those of its parents, also within one second', async () => {
  await stand.stream('s');
  const sequences: string[] = [];
  const note = async (PartitionKey: string) => {
    sequences.push((await put('x', PartitionKey)).SequenceNumber);
    await stand.clock.advance(300);
  };
  await note('p1');
  await splitShard(0);
  await note('p1');
  await mergeShards(1, 2);
  await note('p1');
  expect(stand.clock.millis() - START).toBeLessThan(2000);
  expect(sequences).toEqual([...sequences].sort());
  const all = await shards();
  for (const parent of all.slice(0, 3)) {
    const ending = parent.SequenceNumberRange.EndingSequenceNumber ?? '';
    const born = all.filter((child) => [child.ParentShardId, child.AdjacentParentShardId].includes(parent.ShardId));
    for (const child of born) expect(child.SequenceNumberRange.StartingSequenceNumber > ending).toBe(true);
  }
});

test('shards are listed by filter', async () => {
  await stand.stream('s');
  await stand.clock.advance(60_000);
  const before = new Date(stand.clock.millis());
  await stand.clock.advance(60_000);
  await splitShard(0);
  await stand.clock.advance(60_000);
  const after = new Date(stand.clock.millis());
  const filter = (Type: string, more: object = {}) => names({ ShardFilter: { Type, ...more } });
  expect(await names()).toEqual([0, 1, 2]);
  expect(await filter('AT_LATEST')).toEqual([1, 2]);
  expect(await filter('AT_TRIM_HORIZON')).toEqual([0]);
  expect(await filter('FROM_TRIM_HORIZON')).toEqual([0, 1, 2]);
  expect(await filter('AT_TIMESTAMP', { Timestamp: before })).toEqual([0]);
  expect(await filter('AT_TIMESTAMP', { Timestamp: after })).toEqual([1, 2]);
  expect(await filter('FROM_TIMESTAMP', { Timestamp: before })).toEqual([0, 1, 2]);
  expect(await filter('FROM_TIMESTAMP', { Timestamp: after })).toEqual([1, 2]);
  expect(await filter('AFTER_SHARD_ID', { ShardId: 'shardId-000000000001' })).toEqual([2]);
  expect(await names({ ExclusiveStartShardId: 'shardId-000000000000' })).toEqual([1, 2]);
  await expect(filter('AFTER_SHARD_ID')).rejects.toThrow('ShardId must be provided when the ShardFilter Type is AFTER_SHARD_ID.');
  await expect(filter('AT_TIMESTAMP')).rejects.toThrow('Timestamp must be given');
  await expect(filter('AT_TIMESTAMP', { Timestamp: new Date(after.getTime() + 9) })).rejects.toThrow(
    'ShardFilter Timestamp must not be greater than current time.',
  );
  for (const Type of ['AT_TIMESTAMP', 'FROM_TIMESTAMP']) {
    await expect(filter(Type, { Timestamp: new Date(1000) })).rejects.toThrow(
      'ShardFilter Timestamp cannot be older than TRIM_HORIZON of the stream.',
    );
  }
  expect(await filter('AT_LATEST', { ShardId: 'shardId-000000000001', Timestamp: before })).toEqual([2]);
  const page = await stand.call('ListShards', { StreamName: 's', MaxResults: 2 });
  const rest = await stand.call('ListShards', { NextToken: page.NextToken });
  expect(rest.Shards?.map((shard) => shard.ShardId)).toEqual(['shardId-000000000002']);
  expect(await stand.call('ListShards', { StreamName: 's', NextToken: page.NextToken })).toEqual(rest);
  await expect(stand.call('ListShards', { StreamName: 't', NextToken: page.NextToken })).rejects.toThrow(
    'NextToken and StreamName cannot be provided together.',
  );
  const filtered = stand.call('ListShards', { NextToken: page.NextToken, ShardFilter: { Type: 'AT_LATEST' } });
  await expect(filtered).rejects.toThrow('NextToken and ShardFilter cannot be provided together.');
  const beside = stand.call('ListShards', { NextToken: page.NextToken, ExclusiveStartShardId: 'shardId-000000000000' });
  await expect(beside).rejects.toThrow('NextToken and ExclusiveStartShardId cannot be provided together.');
  const broken = stand.call('ListShards', { StreamName: 's', NextToken: 'zzz' });
  await expect(broken).rejects.toThrow('Invalid NextToken.');
  expect(await names({ StreamCreationTimestamp: new Date(START + 300) })).toEqual([0, 1, 2]);
  await expect(names({ StreamCreationTimestamp: new Date(START - 2000) })).rejects.toThrow(
    'Stream s under account 123456789012 not found.',
  );
  await expect(stand.call('ListShards', {})).rejects.toThrow('Either NextToken or StreamName should be provided.');
  // a closed shard is forgotten with its records
  await stand.clock.advance(24 * 3600_000);
  expect(await names()).toEqual([1, 2]);
  expect(await filter('AT_TRIM_HORIZON')).toEqual([1, 2]);
});

test('refusals of resharding, in AWS words', async () => {
  await stand.stream('s', 3);
  await expect(splitShard(7)).rejects.toThrow(
    'Could not find shard shardId-000000000007 in stream s under account 123456789012.',
  );
  await expect(stand.call('SplitShard', { StreamName: 's', ShardToSplit: 'x', NewStartingHashKey: '1' })).rejects.toThrow(
    'Could not find shard x in stream s',
  );
  await expect(splitShard(0, '1')).rejects.toThrow(
    "NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 in stream s under account 123456789012 is not both greater than one plus the shard's " +
      "StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.",
  );
  await expect(mergeShards(0, 2)).rejects.toThrow(
    'Shards shardId-000000000000 and shardId-000000000002 in stream s under account 123456789012 are not an adjacent pair of shards eligible for merging',
  );
  await mergeShards(0, 1);
  await expect(mergeShards(2, 3)).rejects.toMatchObject({ code: 'ResourceInUseException' });
  await stand.clock.advance(300);
  await expect(splitShard(0, '5')).rejects.toMatchObject({
    code: 'InvalidArgumentException',
    message:
      'Shard shardId-000000000000 in stream s under account 123456789012 has already been merged or split, ' +
      'and thus is not eligible for merging or splitting.',
  });
  await expect(mergeShards(0, 1)).rejects.toThrow('has already been merged or split');
});

test('a shard does not begin with records of one of its number that never came to be', async () => {
  await stand.stream('s');
  await put('real', 'k');
  // what a crash leaves behind: a record of a child whose split was not committed
  const segments = new SegmentStore({ directory: join(stand.directory, 'streams'), clock: stand.clock });
  const [id = ''] = await segments.groups();
  const stray = await segments.log(id, '1');
  await stray.append([{ key: 'k', data: Buffer.from('stray') }]);
  await segments.close();
  await stand.reopen();
  await splitShard(0, String(2n ** 127n));
  const child = { StreamName: 's', ShardId: 'shardId-000000000001', ShardIteratorType: 'TRIM_HORIZON' as const };
  const { ShardIterator = '' } = await stand.call('GetShardIterator', child);
  expect((await stand.call('GetRecords', { ShardIterator })).Records).toEqual([]);
});

test('UpdateShardCount divides evenly, within AWS bounds', async () => {
  await stand.stream('s', 2);
  const resize = (TargetShardCount: number) =>
    stand.call('UpdateShardCount', { StreamName: 's', TargetShardCount, ScalingType: 'UNIFORM_SCALING' });
  await expect(resize(5)).rejects.toThrow('scale up over double');
  await expect(resize(0)).rejects.toThrow('at least 1');
  const answer = await resize(3);
  expect(answer).toMatchObject({ CurrentShardCount: 2, TargetShardCount: 3, StreamName: 's' });
  const open = await shards({ ShardFilter: { Type: 'AT_LATEST' } });
  expect(open.map((shard) => shard.HashKeyRange.StartingHashKey).sort()).toEqual(
    evenRanges(3)
      .map((range) => numberOf(range.start).toString())
      .sort(),
  );
  await stand.clock.advance(300);
  // half of three is one — recorded in radkawar/stackd, topology.json
  expect(await resize(1)).toMatchObject({ CurrentShardCount: 3, TargetShardCount: 1 });
  await stand.clock.advance(300);
  for (const count of [2, 4]) {
    await resize(count);
    await stand.clock.advance(300);
  }
  await expect(resize(1)).rejects.toThrow('scale down below half');
  // what changes nothing leaves the stream ACTIVE — recorded there too
  await resize(4);
  expect(await resize(4)).toMatchObject({ CurrentShardCount: 4, TargetShardCount: 4 });
});

test('property: however often a stream is divided anew, its open shards cover every key once and have parents that did', () => {
  const first: StreamRow = {
    name: 's',
    id: 'i',
    createdAt: 0,
    mode: 'PROVISIONED',
    retentionHours: 24,
    shards: evenRanges(1).map((range, number) => ({ number, range, createdAt: 0 })),
    tags: {},
    metrics: [],
    maxRecordKiB: 1024,
    distribution: 'USER_PARTITION_KEY',
  };
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }),
      fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
      (counts, key) => {
        let row = first;
        counts.forEach((count, i) => {
          row = reshard(row, evenRanges(count), i + 1);
          const open = openShards(row);
          expect(open.map((shard) => shard.range)).toEqual(evenRanges(count));
          const shard = shardFor(open, hashKeyOf(key));
          expect(shard && shard.range.start <= hashKeyOf(key) && shard.range.end >= hashKeyOf(key)).toBe(true);
        });
        for (const shard of row.shards.slice(1)) {
          const parents = [shard.parent, shard.adjacentParent].flatMap((n) => (n === undefined ? [] : [row.shards[n]]));
          expect(parents.every((parent) => parent?.closedAt === shard.createdAt && parent.number < shard.number)).toBe(true);
          expect(parents.some((parent) => parent && parent.range.start <= shard.range.start)).toBe(true);
        }
      },
    ),
  );
});
