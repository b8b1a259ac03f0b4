import type { EncryptionType, MetricsName, RecordDistributionStrategy, StreamMode, StreamStatus } from '#api/kinesis';
import { arnOf, type Scope } from '#core';
import type { HashRange } from './hash-key.ts';
import { endingNumber, startingNumber } from './sequence-number.ts';

/** A shard as it is kept. */
export interface ShardRow {
  readonly number: number;
  readonly range: HashRange;
  readonly parent?: number;
  readonly adjacentParent?: number;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly closedAt?: number;
  /** Seconds: what its sequence numbers begin with, where a parent was created in the same second. */
  readonly numberedFrom?: number;
}

/** A stream as it is kept. */
export interface StreamRow {
  readonly name: string;
  /** Unique for ever, also among streams of the same name: the folder of its records. */
  readonly id: string;
  readonly createdAt: number;
  /** What is underway, until when; afterwards the stream is ACTIVE, or gone if it was being deleted. */
  readonly underway?: { readonly status: Exclude<StreamStatus, 'ACTIVE'>; readonly until: number };
  readonly mode: StreamMode;
  readonly retentionHours: number;
  readonly shards: readonly ShardRow[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricsName[];
  readonly encryption?: { readonly type: EncryptionType; readonly keyId: string };
  /** Some of its records may be encrypted. */
  readonly everEncrypted?: boolean;
  /** When a KMS key was set, within the last 24 hours. */
  readonly rekeyed?: readonly number[];
  readonly maxRecordKiB: number;
  readonly warmMiBps?: number;
  readonly distribution: RecordDistributionStrategy;
  readonly policy?: string;
  /** What its ARNs mean, and the policy by those ids: see `PinnedPolicy`. */
  readonly policyPins?: Readonly<Record<string, string>>;
  readonly policyInForce?: string;
  /** When the mode was switched, within the last 24 hours. */
  readonly switched?: readonly number[];
  /** When UpdateShardCount was used, within the last 24 hours. */
  readonly resized?: readonly number[];
}

/** — aws: developer guide, "Change the data retention period" */
export const DEFAULT_RETENTION_HOURS = 24;
export const MIN_RETENTION_HOURS = 24;
export const MAX_RETENTION_HOURS = 8760;
export const HOUR = 3600_000;

/** — aws: `shardId-` and at least 12 digits; API reference, "Shard" */
export const shardName = (number: number): string => `shardId-${String(number).padStart(12, '0')}`;

/**
 * The number in a shard's name. Only the part behind the first `-` counts, or the whole where there is none;
 * undefined where that is no number below 2^31. — observed in AWS by kinesalite (test/getShardIterator.js)
 */
export function shardNumber(name: string): number | undefined {
  const digits = name.split('-')[1] || name;
  const number = /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
  return number <= 0x7fffffff ? number : undefined;
}

/** — aws: streams and consumers are created at whole seconds; recorded in radkawar/stackd, controls.json and dry_run.json */
export const wholeSecond = (millis: number): Date => new Date(Math.floor(millis / 1000) * 1000);

export const createdSecondsOf = (shard: ShardRow): number => shard.numberedFrom ?? Math.floor(shard.createdAt / 1000);
export const startOf = (shard: ShardRow): string => startingNumber(shard.number, createdSecondsOf(shard));
export const endOf = (shard: ShardRow): string | undefined =>
  shard.closedAt === undefined
    ? undefined
    : endingNumber(shard.number, createdSecondsOf(shard), Math.floor(shard.closedAt / 1000));

export const statusOf = (row: StreamRow, now: number): StreamStatus =>
  row.underway && now < row.underway.until ? row.underway.status : 'ACTIVE';

/** A stream that was being deleted and now is. */
export const isGone = (row: StreamRow, now: number): boolean => row.underway?.status === 'DELETING' && now >= row.underway.until;

export const streamArn = (scope: Scope, name: string): string => arnOf('kinesis', scope, `stream/${name}`);

export const openShards = (row: StreamRow): ShardRow[] =>
  row.shards.filter((shard) => shard.closedAt === undefined).sort((a, b) => (a.range.start < b.range.start ? -1 : 1));

/** A shard whose records have all outlived the retention period is forgotten, once it is closed. */
export const isForgotten = (row: StreamRow, shard: ShardRow, now: number): boolean =>
  shard.closedAt !== undefined && shard.closedAt < now - row.retentionHours * HOUR;

export const horizonOf = (row: StreamRow, now: number): number => now - row.retentionHours * HOUR;
