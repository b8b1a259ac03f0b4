import type { SubscribeToShardEvent, SubscribeToShardEventStream } from '#api/kinesis';
import type { Call } from '#core';
import type { KinesisDeps } from './deps.ts';
import { SHARD_LIMITS } from './limits.ts';
import type { Stream } from './live.ts';
import { continuationNumber } from './sequence-number.ts';
import { childShards } from './shapes.ts';
import { readShard, type ShardRead } from './shard-reader.ts';
import { createdSecondsOf, isGone, type ShardRow } from './stream.ts';
import { countRead } from './usage.ts';

/** — aws: API reference, SubscribeToShard: "pushes data … for up to 5 minutes" */
const LIFE_MILLIS = 300_000;
/** — aws: API reference, SubscribeToShard */
export const EXCLUSIVE_MILLIS = 5_000;
/**
 * Where nothing comes an empty event says that the connection lives; Flink gives a silent one up after 35 s.
 * aws: the interval — recorded in radkawar/stackd, efo_natural_end.json, where the first one comes as late; ours comes at once
 */
const HEARTBEAT_MILLIS = 5_000;
/** What one event carries at most: a slow reader holds no more than this in memory. */
const EVENT_RECORDS = 10_000;
const EVENT_BYTES = 1024 * 1024;
/** Below this an event is not worth slowing down for. */
const PACED_BYTES = 64 * 1024;

export interface Subscribing {
  readonly deps: KinesisDeps;
  readonly call: Call;
  readonly stream: Stream;
  readonly consumer: string;
  readonly number: number;
  readonly from: number;
  /** Aborted when the client goes, when another takes over, or when the stream is deleted. */
  readonly signal: AbortSignal;
  forget(): void;
}

/** A shard's records as they come, for five minutes or until the shard ends. */
export async function* shardEvents(subscribing: Subscribing): AsyncGenerator<SubscribeToShardEventStream, void, undefined> {
  const { deps, call, stream: first, number, signal, forget } = subscribing;
  const { clock, limits } = deps;
  const until = clock.millis() + LIFE_MILLIS;
  let next = subscribing.from;
  let heartbeat = 0;
  try {
    const log = await first.live.log(number);
    while (!signal.aborted && clock.millis() < until) {
      const now = clock.millis();
      const { stirs } = log;
      // the row may have changed: the shard closed, the stream deleted
      const stream = deps.streams.in(first.scope).find(first.row.name);
      const shard = stream?.row.shards[number];
      if (!stream || !shard || stream.row.id !== first.row.id || isGone(stream.row, now)) return;
      const wanted = { from: next, maxRecords: EVENT_RECORDS, maxBytes: EVENT_BYTES, now };
      const opener = stream.row.everEncrypted ? deps.ciphers.opener(stream, call) : undefined;
      const read = await readShard(stream, shard, wanted, opener);
      next = read.next;
      if (read.records.length > 0 || read.ended || now >= heartbeat) {
        heartbeat = now + HEARTBEAT_MILLIS;
        stream.live.meter.pushed(subscribing.consumer, read.bytes, read.records.length, read.millisBehind);
        stream.live.meter.shard(stream.row, number)?.read(read.records.length, read.bytes);
        yield { SubscribeToShardEvent: eventOf(stream, shard, read, now) };
        countRead(deps.charge, stream, read.bytes, true);
        if (read.ended) return;
        if (limits.throttle && read.bytes > PACED_BYTES) await pause((read.bytes * 1000) / SHARD_LIMITS.readBytes);
        continue;
      }
      await pause(Math.min(heartbeat, until) - now, (wake) => log.arrival(next, wake, stirs));
    }
  } finally {
    forget();
  }

  /** Until the time is over, the subscription is, or `event` happens. */
  async function pause(millis: number, event?: (wake: AbortSignal) => Promise<void>): Promise<void> {
    const over = new AbortController();
    const wake = AbortSignal.any([signal, over.signal]);
    const sleep = clock.sleep(millis, wake).catch(() => {});
    await (event ? Promise.race([sleep, event(wake)]) : sleep);
    over.abort();
  }
}

function eventOf(stream: Stream, shard: ShardRow, read: ShardRead, now: number): SubscribeToShardEvent {
  const seconds = Math.floor(Math.max(now, shard.createdAt) / 1000);
  const event = {
    Records: read.records,
    ContinuationSequenceNumber: continuationNumber(shard.number, createdSecondsOf(shard), Math.max(read.next, 1) - 1, seconds),
    MillisBehindLatest: read.millisBehind,
  };
  if (!read.ended) return event;
  // aws: at the end of a shard there is nothing to continue from, although the model requires it: consumers
  // (KCL's FanOutRecordsPublisher, Flink's FanOutRecordPublisher) know the end by its absence
  const { ContinuationSequenceNumber: _, ...end } = event;
  return { ...end, ChildShards: childShards(stream.row, shard.number) } as unknown as SubscribeToShardEvent;
}
