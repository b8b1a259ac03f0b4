import type { ChildShard, HashKeyRange, Shard } from '#api/kinesis';
import { decimalOf, type HashRange } from './hash-key.ts';
import { endOf, type ShardRow, type StreamRow, shardName, startOf } from './stream.ts';

const rangeShape = (range: HashRange): HashKeyRange => ({
  StartingHashKey: decimalOf(range.start),
  EndingHashKey: decimalOf(range.end),
});

export const shardShape = (shard: ShardRow): Shard => ({
  ShardId: shardName(shard.number),
  ParentShardId: shard.parent === undefined ? undefined : shardName(shard.parent),
  AdjacentParentShardId: shard.adjacentParent === undefined ? undefined : shardName(shard.adjacentParent),
  HashKeyRange: rangeShape(shard.range),
  SequenceNumberRange: { StartingSequenceNumber: startOf(shard), EndingSequenceNumber: endOf(shard) },
});

const parentsOf = (shard: ShardRow): number[] =>
  [shard.parent, shard.adjacentParent].filter((parent): parent is number => parent !== undefined);

/** The shards a closed shard went into. */
export const childShards = (row: StreamRow, shard: number): ChildShard[] =>
  row.shards
    .filter((child) => child.parent === shard || child.adjacentParent === shard)
    .map((child) => ({
      ShardId: shardName(child.number),
      ParentShards: parentsOf(child).map(shardName),
      HashKeyRange: rangeShape(child.range),
    }));
