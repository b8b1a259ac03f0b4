import type { Scope } from '#core';
import type { SegmentLog } from '#storage';
import type { ShardThroughput } from './limits.ts';
import type { StreamMeter } from './metering.ts';
import type { SequenceNumbers } from './sequence-number.ts';
import type { ShardRow, StreamRow } from './stream.ts';

/** A stream as operations see it: its row, and what follows from it, worked out once per change of the row. */
export interface Stream {
  readonly scope: Scope;
  readonly arn: string;
  readonly row: StreamRow;
  /** In the order of their hash ranges. */
  readonly open: readonly ShardRow[];
  readonly live: LiveStream;
}

/** What a stream has while we run, across changes of its row. */
export interface LiveStream {
  readonly meter: StreamMeter;
  /** The log of a shard, if it has been opened. */
  opened(shard: number): SegmentLog | undefined;
  log(shard: number): Promise<SegmentLog>;
  throughput(shard: ShardRow): ShardThroughput;
  /** The sequence numbers of a shard's records. */
  numbers(shard: ShardRow): SequenceNumbers;
  /** Counts up: records that belong to no shard in particular go to each in turn. */
  turn(): number;
  /** By consumer ARN and shard. */
  readonly subscriptions: Map<string, Subscription>;
}

/** One consumer's reading of one shard. A later one takes its place. */
export interface Subscription {
  readonly since: number;
  readonly abort: AbortController;
}
