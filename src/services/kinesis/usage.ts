import type { Scope } from '#core';
import type { Stream } from './live.ts';
import type { UsageMeter } from './ports.ts';
import type { Streams } from './store.ts';
import { DEFAULT_RETENTION_HOURS } from './stream.ts';

/** What a stream takes for being there. */
export interface StreamUsage {
  readonly scope: Scope;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  readonly shards: number;
  readonly consumers: number;
  /** Records are kept for longer than comes with a shard. */
  readonly extended: boolean;
}

export const usageOf = (streams: Streams): StreamUsage[] =>
  streams.everywhere().map((stream) => ({
    scope: stream.scope,
    name: stream.row.name,
    tags: stream.row.tags,
    mode: stream.row.mode,
    shards: stream.open.length,
    consumers: streams.in(stream.scope).consumers(stream).count(),
    extended: stream.row.retentionHours > DEFAULT_RETENTION_HOURS,
  }));

/** aws: "A PUT Payload Unit is counted in 25KB payload chunks that comprise a record" — pricing page */
const UNIT_BYTES = 25 * 1024;
const KIB = 1024;

/** What records weigh, and what they are paid for. aws: on-demand data in counts by the record, "rounded up to the nearest 1 KB" — pricing page */
export class Payload {
  bytes = 0;
  units = 0;
  roundedBytes = 0;

  add(size: number): this {
    this.bytes += size;
    this.units += Math.ceil(size / UNIT_BYTES) || 1;
    this.roundedBytes += (Math.ceil(size / KIB) || 1) * KIB;
    return this;
  }
}

/** Records that were acknowledged. */
export function countWritten(meter: UsageMeter, { scope, row }: Stream, { units, roundedBytes }: Payload): void {
  meter(scope, row.name, row.mode === 'ON_DEMAND' ? { bytesIn: roundedBytes } : { putUnits: units });
}

/** Records that a consumer was given; shared throughput of provisioned streams is free. */
export function countRead(meter: UsageMeter, { scope, row }: Stream, bytes: number, fanOut: boolean): void {
  if (bytes === 0) return;
  if (row.mode === 'ON_DEMAND') meter(scope, row.name, fanOut ? { onDemandFanOutBytes: bytes } : { bytesOut: bytes });
  else if (fanOut) meter(scope, row.name, { fanOutBytes: bytes });
}
