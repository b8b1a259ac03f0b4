import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Shard, ShardFilter } from '#api/kinesis';

const HOUR = 3600_000;
const KEYS = 1n << 128n;

/** A record that was acknowledged. */
export interface Written {
  readonly id: string;
  readonly key: string;
  readonly shard: string;
  readonly sequence: bigint;
  readonly millis: number;
  /** Was older than the retention period at some moment: a longer one may or may not bring it back. */
  lapsed: boolean;
}

interface ModelShard {
  readonly told: Shard;
  readonly from: bigint;
  readonly to: bigint;
  readonly createdAt: number;
  closedAt?: number;
  ending?: bigint;
  lapsed: boolean;
}

/** What a stream is, after AWS's developer guide and API reference: a tree of shards, and the records that were acknowledged. */
export class StreamModel {
  readonly shards = new Map<string, ModelShard>();
  readonly records: Written[] = [];
  retentionHours = 24;
  busyUntil = 0;
  #next = 0;

  newId(): string {
    return `r${this.#next++}`;
  }

  horizon(now: number): number {
    return now - this.retentionHours * HOUR;
  }

  open(): ModelShard[] {
    const open = [...this.shards.values()].filter((shard) => shard.closedAt === undefined);
    return open.sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /** Time has passed, or the retention period is another. */
  lapse(now: number): void {
    const horizon = this.horizon(now);
    for (const record of this.records) record.lapsed ||= record.millis < horizon;
    for (const shard of this.shards.values()) shard.lapsed ||= (shard.closedAt ?? now) < horizon;
  }

  /** Takes over what ListShards tells after a change, and checks it. */
  observe(listed: readonly Shard[], now: number): void {
    for (const told of listed) {
      const { HashKeyRange: range, SequenceNumberRange: numbers } = told;
      const known = this.shards.get(told.ShardId);
      if (known) {
        expect({ ...told, SequenceNumberRange: { ...numbers, EndingSequenceNumber: undefined } }).toEqual({
          ...known.told,
          SequenceNumberRange: { ...known.told.SequenceNumberRange, EndingSequenceNumber: undefined },
        });
      } else {
        this.#adopt({
          told,
          from: BigInt(range.StartingHashKey),
          to: BigInt(range.EndingHashKey),
          createdAt: now,
          lapsed: false,
        });
      }
      const shard = this.shards.get(told.ShardId) as ModelShard;
      if (numbers.EndingSequenceNumber === undefined) {
        expect(shard.closedAt).toBeUndefined();
        continue;
      }
      const ending = BigInt(numbers.EndingSequenceNumber);
      shard.ending ??= ending;
      shard.closedAt ??= now;
      expect(shard.ending).toBe(ending);
      expect(ending >= BigInt(numbers.StartingSequenceNumber)).toBe(true);
    }
    this.#coversEveryKeyOnce();
    for (const shard of this.shards.values()) if (shard.createdAt === now) this.#hasParents(shard);
  }

  #adopt(shard: ModelShard): void {
    // aws: ids count up — API reference, SplitShard and MergeShards
    expect(Number(shard.told.ShardId.slice(8))).toBe(this.shards.size);
    this.shards.set(shard.told.ShardId, shard);
  }

  #coversEveryKeyOnce(): void {
    let next = 0n;
    for (const shard of this.open()) {
      expect(shard.from).toBe(next);
      next = shard.to + 1n;
    }
    expect(next).toBe(KEYS);
  }

  #hasParents({ told, from, to, createdAt }: ModelShard): void {
    const parents = parentsOf(told).map((name) => this.shards.get(name) as ModelShard);
    for (const parent of parents) {
      expect(parent.closedAt).toBeLessThanOrEqual(createdAt);
      expect((parent.ending as bigint) < BigInt(told.SequenceNumberRange.StartingSequenceNumber)).toBe(true);
    }
    const [one, other] = parents;
    if (one && other) {
      expect([one.from, one.to + 1n, other.to]).toEqual([from, other.from, to]);
    } else if (one) {
      expect(one.from <= from && to <= one.to && to - from < one.to - one.from).toBe(true);
    }
  }

  wrote(written: Omit<Written, 'lapsed'>, explicit?: bigint): void {
    const hash = explicit ?? BigInt(`0x${createHash('md5').update(written.key).digest('hex')}`);
    const shard = this.shards.get(written.shard) as ModelShard;
    expect(shard.closedAt).toBeUndefined();
    expect(shard.from <= hash && hash <= shard.to).toBe(true);
    const last = this.records.findLast((record) => record.shard === written.shard);
    expect(written.sequence > (last?.sequence ?? BigInt(shard.told.SequenceNumberRange.StartingSequenceNumber))).toBe(true);
    this.records.push({ ...written, lapsed: false });
  }

  /** The ids that a filter of ListShards means. — aws: API reference, ShardFilter. A shard that lapsed once is in none. */
  filtered(filter: ShardFilter, now: number): string[] {
    const horizon = Math.max(this.horizon(now), this.shards.get('shardId-000000000000')?.createdAt ?? 0);
    const time = Math.max(filter.Timestamp?.getTime() ?? horizon, horizon);
    const means = ({ told, createdAt, closedAt = Number.POSITIVE_INFINITY }: ModelShard): boolean => {
      switch (filter.Type) {
        case 'AFTER_SHARD_ID':
          return told.ShardId > (filter.ShardId as string);
        case 'AT_LATEST':
          return closedAt === Number.POSITIVE_INFINITY;
        case 'AT_TRIM_HORIZON':
        case 'AT_TIMESTAMP':
          return createdAt <= time && time <= closedAt;
        default:
          return time <= closedAt;
      }
    };
    return this.kept([...this.shards.values()].filter(means).map(({ told }) => told.ShardId));
  }

  kept(names: readonly string[]): string[] {
    return names.filter((name) => !this.shards.get(name)?.lapsed);
  }
}

export const parentsOf = ({ ParentShardId, AdjacentParentShardId }: Shard): string[] =>
  [ParentShardId, AdjacentParentShardId].filter((name) => name !== undefined);
