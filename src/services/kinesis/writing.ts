import type { Call } from '#core';
import type { Cipher, LogRecord } from '#storage';
import { type StreamNaming, streamOf } from './address.ts';
import type { KinesisDeps } from './deps.ts';
import { badExplicitHashKey, partitionKeyMissing, streamNotFound } from './errors.ts';
import { HASH_KEYS, hashKeyOf, hashOf, shardFor } from './hash-key.ts';
import type { Stream } from './live.ts';
import { type ShardRow, statusOf } from './stream.ts';

interface Addressed {
  readonly Data: Uint8Array;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
}

/** A stream to write to, and what encrypts its records where they are. */
export type Writable = Stream & { readonly cipher?: Cipher };

/**
 * The stream records are to be written to, with the logs of all its open shards at hand: from here to the append nothing
 * waits, so a shard that is open now is open then. At once where they are.
 */
export function writableStream(input: StreamNaming, call: Call, deps: KinesisDeps): Writable | Promise<Writable> {
  const stream = streamOf(input, call, deps);
  const status = statusOf(stream.row, deps.clock.millis());
  // aws: a stream that is being created or deleted is not found — observed by kinesalite
  if (status !== 'ACTIVE' && status !== 'UPDATING') throw streamNotFound(stream.row.name, stream.scope.account);
  const again = () => writableStream(input, call, deps);
  for (const shard of stream.open) if (!stream.live.opened(shard.number)) return withLogs(stream).then(again);
  if (!stream.row.encryption) return stream;
  const cipher = deps.ciphers.ready(stream, call);
  return cipher ? { ...stream, cipher } : deps.ciphers.prepare(stream, call).then(again);
}

const withLogs = ({ open, live }: Stream): Promise<unknown> => Promise.all(open.map((shard) => live.log(shard.number)));

/** In bytes. — aws: data and partition key count; developer guide, "Quotas and limits" */
export const sizeOf = ({ Data, PartitionKey }: Addressed): number =>
  Data.length + (PartitionKey === undefined ? 0 : Buffer.byteLength(PartitionKey));

/** The open shard a record belongs to. */
export function shardOf(stream: Stream, record: Addressed): ShardRow {
  const { open, row } = stream;
  const only = open.length === 1 ? open[0] : undefined;
  if (record.ExplicitHashKey !== undefined) {
    const key = BigInt(record.ExplicitHashKey);
    if (key >= HASH_KEYS) throw badExplicitHashKey(record.ExplicitHashKey);
    return only ?? falling(open, hashKeyOf(key));
  }
  if (record.PartitionKey !== undefined) return only ?? falling(open, hashOf(record.PartitionKey));
  if (row.distribution !== 'AUTO') throw partitionKeyMissing();
  return only ?? (open[stream.live.turn() % open.length] as ShardRow);
}

function falling(open: readonly ShardRow[], key: string): ShardRow {
  const shard = shardFor(open, key);
  if (!shard) throw new Error(`no shard for hash key ${key}`);
  return shard;
}

/** A record as its log keeps it. */
export const kept = ({ cipher, row }: Writable, { PartitionKey, Data }: Addressed): LogRecord =>
  cipher ? cipher.seal(row.id, PartitionKey, Data) : { key: PartitionKey, data: Data };

/** Whether the shard has room for a record of that size: also shards of on-demand streams fill up, until they are split. */
export const admits = (stream: Stream, shard: ShardRow, bytes: number): boolean => stream.live.throughput(shard).write(bytes);
