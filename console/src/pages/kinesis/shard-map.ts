import type { Shard } from '@aws-sdk/client-kinesis';

/** Hash keys are 128 bits: MD5 of the partition key. */
const ALL = 2n ** 128n;

const from = (shard: Shard): bigint => BigInt(shard.HashKeyRange?.StartingHashKey ?? 0);
const to = (shard: Shard): bigint => BigInt(shard.HashKeyRange?.EndingHashKey ?? 0);

/** A shard that takes no more records has an end. */
export const closed = (shard: Shard): boolean => shard.SequenceNumberRange?.EndingSequenceNumber !== undefined;

/** Two open shards that lie side by side can be merged. */
export const neighbours = (a: Shard, b: Shard): boolean =>
  !closed(a) && !closed(b) && (to(a) + 1n === from(b) || to(b) + 1n === from(a));

/** Where a shard is split into halves. */
export const middleOf = (shard: Shard): string => String((from(shard) + to(shard) + 1n) / 2n);

/** `shardId-000000000003` → `3`. */
export const shardNumber = (id: string | undefined): string => String(Number(id?.slice(id.lastIndexOf('-') + 1) ?? 0));

/** A shard in the drawing: left and width in percent of all hash keys, and how many resharding steps came before it. */
export interface Place {
  readonly shard: Shard;
  readonly left: number;
  readonly width: number;
  readonly row: number;
}

/** Parents above their children; what has no parent any more stands at the top. */
export function placed(shards: readonly Shard[]): Place[] {
  const known = new Map(shards.map((shard) => [shard.ShardId, shard]));
  const rows = new Map<string, number>();
  const rowOf = (shard: Shard): number => {
    const id = shard.ShardId ?? '';
    const found = rows.get(id);
    if (found !== undefined) return found;
    const parents = [shard.ParentShardId, shard.AdjacentParentShardId].flatMap((parent) => known.get(parent) ?? []);
    const row = parents.length === 0 ? 0 : Math.max(...parents.map(rowOf)) + 1;
    rows.set(id, row);
    return row;
  };
  const percent = (hash: bigint): number => Number((hash * 1_000_000n) / ALL) / 10_000;
  return shards.map((shard) => ({
    shard,
    left: percent(from(shard)),
    width: percent(to(shard) + 1n - from(shard)),
    row: rowOf(shard),
  }));
}
