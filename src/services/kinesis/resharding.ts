import { type HashKey, type HashRange, hashKeyOf, numberOf } from './hash-key.ts';
import { createdSecondsOf, openShards, type ShardRow, type StreamRow } from './stream.ts';

/** The shards of a stream while they are split and merged, all at one moment. */
interface Draft {
  shards: ShardRow[];
  readonly now: number;
}

const close = (draft: Draft, shard: ShardRow) => {
  draft.shards[shard.number] = { ...shard, closedAt: draft.now };
};

/** A child's sequence numbers are greater than its parents', however fast one became the other: on AWS that takes longer than a second. */
function numberedAfter(now: number, parent: ShardRow, other = parent): Pick<ShardRow, 'numberedFrom'> {
  const least = Math.max(createdSecondsOf(parent), createdSecondsOf(other)) + 1;
  return least * 1000 > now ? { numberedFrom: least } : {};
}

const add = (draft: Draft, range: HashRange, parent: ShardRow, adjacentParent?: ShardRow): ShardRow => {
  const shard: ShardRow = {
    number: draft.shards.length,
    range,
    parent: parent.number,
    ...(adjacentParent ? { adjacentParent: adjacentParent.number } : {}),
    createdAt: draft.now,
    ...numberedAfter(draft.now, parent, adjacentParent),
  };
  draft.shards.push(shard);
  return shard;
};

const before = (key: HashKey): HashKey => hashKeyOf(numberOf(key) - 1n);

function splitIn(draft: Draft, shard: ShardRow, at: HashKey): [ShardRow, ShardRow] {
  close(draft, shard);
  const low = add(draft, { start: shard.range.start, end: before(at) }, shard);
  return [low, add(draft, { start: at, end: shard.range.end }, shard)];
}

function mergeIn(draft: Draft, low: ShardRow, high: ShardRow): ShardRow {
  close(draft, low);
  close(draft, high);
  return add(draft, { start: low.range.start, end: high.range.end }, low, high);
}

const drafted = (row: StreamRow, now: number): Draft => ({ shards: [...row.shards], now });

/** The stream with a shard cut in two; the second part begins at the key. */
export function split(row: StreamRow, shard: ShardRow, at: HashKey, now: number): StreamRow {
  return splitAll(row, [[shard, at]], now);
}

/** The stream with several shards cut in two. */
export function splitAll(row: StreamRow, cuts: readonly (readonly [ShardRow, HashKey])[], now: number): StreamRow {
  const draft = drafted(row, now);
  for (const [shard, at] of cuts) splitIn(draft, shard, at);
  return { ...row, shards: draft.shards };
}

/** The stream with two neighbours made one. */
export function merge(row: StreamRow, low: ShardRow, high: ShardRow, now: number): StreamRow {
  const draft = drafted(row, now);
  mergeIn(draft, low, high);
  return { ...row, shards: draft.shards };
}

/**
 * The stream with its hash keys divided as given. Shards are cut where a new range begins and the pieces put together,
 * by splits and merges only, so that every shard has parents; pieces on the way are closed as soon as they are made.
 * — aws: "This can cause short-lived shards to be created, in addition to the final shards"; API reference, UpdateShardCount
 */
export function reshard(row: StreamRow, ranges: readonly HashRange[], now: number): StreamRow {
  const draft = drafted(row, now);
  const pieces: ShardRow[] = [];
  for (const shard of openShards(row)) {
    let rest = shard;
    for (const { start } of ranges) {
      if (start <= rest.range.start || start > rest.range.end) continue;
      const [low, high] = splitIn(draft, rest, start);
      pieces.push(low);
      rest = high;
    }
    pieces.push(rest);
  }
  for (const range of ranges) {
    const inside = pieces.filter((piece) => piece.range.start >= range.start && piece.range.end <= range.end);
    inside.slice(1).reduce((whole, piece) => mergeIn(draft, whole, piece), inside[0] as ShardRow);
  }
  return { ...row, shards: draft.shards };
}
