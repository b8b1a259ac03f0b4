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
  /** The shard is closed, and nothing is left of it. */
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
  const caughtUp = next >= log.next;
  return {
    records: records.list,
    bytes: records.bytes,
    next,
    // aws: never told with the last records, but by an answer without any — recorded in radkawar/stackd, records.json
    ended: closed && caughtUp && stretches.length === 0,
    millisBehind: caughtUp ? behindTheEnd(shard, now) : behindTheTip(stretches.at(-1), now),
  };
}

const secondsAt = (millis: number): number => Math.floor(millis / 1000);

/** aws: whole seconds since the last record that was read — recorded in radkawar/stackd, records.json; 0 at the tip only: API reference, GetRecords */
const behindTheTip = (last: Stretch | undefined, now: number): number =>
  last ? Math.max(1, secondsAt(now) - secondsAt(last.millis)) * 1000 : 0;

/** aws: of a closed shard, since it was closed: the second in its ending number — recorded in radkawar/stackd, records.json */
const behindTheEnd = ({ closedAt }: ShardRow, now: number): number =>
  closedAt === undefined ? 0 : Math.max(0, secondsAt(now) - secondsAt(closedAt)) * 1000;

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
