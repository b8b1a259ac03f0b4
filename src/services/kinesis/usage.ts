import type { Scope } from '#core';
import type { Stream } from './live.ts';
import type { UsageMeter } from './ports.ts';
import type { Streams } from './store.ts';
import { DEFAULT_RETENTION_HOURS } from './stream.ts';
import { sizeOf } from './writing.ts';

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

/** Records that were acknowledged. aws: on-demand data in counts by the record, "rounded up to the nearest 1 KB" — pricing page */
export function countWritten(meter: UsageMeter, { scope, row }: Stream, records: readonly Parameters<typeof sizeOf>[0][]): void {
  let units = 0;
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    units += Math.ceil(size / UNIT_BYTES) || 1;
    bytes += (Math.ceil(size / KIB) || 1) * KIB;
  }
  meter(scope, row.name, row.mode === 'ON_DEMAND' ? { bytesIn: bytes } : { putUnits: units });
}

/** Records that a consumer was given; shared throughput of provisioned streams is free. */
export function countRead(meter: UsageMeter, { scope, row }: Stream, bytes: number, fanOut: boolean): void {
  if (bytes === 0) return;
  if (fanOut) meter(scope, row.name, { fanOutBytes: bytes });
  else if (row.mode === 'ON_DEMAND') meter(scope, row.name, { bytesOut: bytes });
}
