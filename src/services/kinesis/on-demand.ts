import { tooWarm } from './errors.ts';
import { evenRanges, type HashRange, hashKeyOf, numberOf } from './hash-key.ts';
import { SHARD_LIMITS, type ShardLoad } from './limits.ts';
import { reshard, splitAll } from './resharding.ts';
import { openShards, type ShardRow, type StreamRow } from './stream.ts';

/** — aws: developer guide, "On-demand mode": a new stream takes 4 MB/s, the capacity of four shards */
export const ON_DEMAND_SHARDS = 4;
/** — aws: quotas of us-east-1, developer guide "Quotas and limits": on-demand streams grow up to 10 GB/s of writes */
const MOST_ON_DEMAND_SHARDS = 10 * 1024;
/**
 * How full a shard may be before it is split.
 * — aws: developer guide, "On-demand mode": a stream accommodates up to double its previous peak; how AWS finds it is not told
 */
const FULL = 0.5;

const utilization = ({ bytes, records }: ShardLoad, seconds: number): number =>
  Math.max(bytes / SHARD_LIMITS.writeBytes, records / SHARD_LIMITS.writeRecords) / seconds;

const middleOf = ({ start, end }: HashRange) => hashKeyOf((numberOf(start) + numberOf(end)) / 2n + 1n);

/** The stream with every open shard cut in two that was more than half full for that time; undefined where none was. */
export function relieved(
  row: StreamRow,
  loadOf: (shard: ShardRow) => ShardLoad,
  seconds: number,
  now: number,
): StreamRow | undefined {
  const open = openShards(row);
  const full = open
    .filter((shard) => shard.range.start !== shard.range.end && utilization(loadOf(shard), seconds) > FULL)
    .slice(0, MOST_ON_DEMAND_SHARDS - open.length);
  return full.length === 0
    ? undefined
    : splitAll(
        row,
        full.map((shard) => [shard, middleOf(shard.range)]),
        now,
      );
}

/** Refuses more than an on-demand stream can grow to. */
export function checkWarm(mebibytes: number | undefined): void {
  if ((mebibytes ?? 0) > MOST_ON_DEMAND_SHARDS) throw tooWarm(MOST_ON_DEMAND_SHARDS);
}

/** The stream with shards for a throughput of writes; it keeps those it has where they are enough. — aws: 1 MiB/s a shard */
export function warmed(row: StreamRow, mebibytes: number, now: number): StreamRow {
  const shards = Math.ceil(mebibytes);
  return openShards(row).length >= shards ? row : reshard(row, evenRanges(shards), now);
}
