import type { RecordShape } from '#api/kinesis';
import type { Call } from '#core';
import type { Opener } from './ciphers.ts';
import type { Stream } from './live.ts';
import { horizonOf, type ShardRow } from './stream.ts';

export interface ShardRead {
  readonly records: RecordShape[];
  /** Data and keys of the records. */
  readonly bytes: number;
  /** The index to go on from. */
  readonly next: number;
  /** The shard is closed, and this was all of it. */
  readonly ended: boolean;
  readonly millisBehind: number;
}

/** Reads a shard from an index on, in the form of the API. */
export async function readShard(
  stream: Stream,
  shard: ShardRow,
  request: { from: number; maxRecords: number; maxBytes: number; now: number; lend?: Call['lend'] },
  opener: Opener | undefined,
): Promise<ShardRead> {
  const { now } = request;
  const log = await stream.live.log(shard.number);
  const number = stream.live.numbers(shard);
  const closed = shard.closedAt !== undefined && !log.busy;
  const read = await log.read({ ...request, notBefore: horizonOf(stream.row, now) });
  const { next } = read;
  const entries = opener ? await opener.open(read.entries) : read.entries;
  let bytes = 0;
  let arrival = new Date(0);
  const records = entries.map(({ index, millis, key, data, tag }): RecordShape => {
    bytes += data.length + (key?.length ?? 0);
    if (arrival.getTime() !== millis) arrival = new Date(millis);
    const record = {
      SequenceNumber: number(index, millis),
      ApproximateArrivalTimestamp: arrival,
      Data: data,
      PartitionKey: key,
    };
    return tag === 0 ? record : { ...record, EncryptionType: 'KMS' };
  });
  const last = entries.at(-1);
  const caughtUp = next >= log.next;
  return {
    records,
    bytes,
    next,
    ended: closed && caughtUp,
    millisBehind: caughtUp || !last ? 0 : Math.max(0, now - last.millis),
  };
}
