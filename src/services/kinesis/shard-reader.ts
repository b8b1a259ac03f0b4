import type { RecordShape } from '#api/kinesis';
import type { Call } from '#core';
import type { LogEntry, Stretch } from '#storage';
import type { Opener } from './ciphers.ts';
import type { Stream } from './live.ts';
import { RecordRows } from './record-rows.ts';
import type { SequenceNumbers } from './sequence-number.ts';
import { horizonOf, type ShardRow } from './stream.ts';

export interface ShardRead {
  readonly records: readonly RecordShape[];
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
  request: {
    from: number;
    maxRecords: number;
    maxBytes: number;
    now: number;
    lend?: Call['lend'] | undefined;
    sent?: Call['sent'] | undefined;
  },
  opener: Opener | undefined,
): Promise<ShardRead> {
  const { now } = request;
  const log = await stream.live.log(shard.number);
  const numbers = stream.live.numbers(shard);
  const closed = shard.closedAt !== undefined && !log.busy;
  const { stretches, bytes, next } = await log.stretches({ ...request, notBefore: horizonOf(stream.row, now) });
  const records = opener
    ? await opened(stretches, opener, numbers)
    : { list: new RecordRows(stretches, numbers).in(request), bytes };
  const last = stretches.at(-1);
  const caughtUp = next >= log.next;
  return {
    records: records.list,
    bytes: records.bytes,
    next,
    ended: closed && caughtUp,
    millisBehind: caughtUp || !last ? 0 : Math.max(0, now - last.millis),
  };
}

/** Records of a stream that is or was encrypted, as they were put. */
async function opened(stretches: readonly Stretch[], opener: Opener, numbers: SequenceNumbers) {
  const sealed: LogEntry[] = [];
  for (const stretch of stretches) stretch.each((record) => sealed.push(record.entry()));
  let bytes = 0;
  let arrival = new Date(0);
  const list = (await opener.open(sealed)).map(({ index, millis, key, data, tag }): RecordShape => {
    bytes += data.length + (key?.length ?? 0);
    if (arrival.getTime() !== millis) arrival = new Date(millis);
    const record = {
      SequenceNumber: numbers.of(index, millis),
      ApproximateArrivalTimestamp: arrival,
      Data: data,
      PartitionKey: key,
    };
    return tag === 0 ? record : { ...record, EncryptionType: 'KMS' };
  });
  return { list, bytes };
}
