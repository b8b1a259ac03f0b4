import type { RecordShape } from '#api/kinesis';
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
  request: { from: number; maxRecords: number; maxBytes: number; now: number },
): Promise<ShardRead> {
  const { now } = request;
  const log = await stream.live.log(shard.number);
  const number = stream.live.numbers(shard);
  const encryption = stream.row.encryption;
  const closed = shard.closedAt !== undefined && !log.busy;
  const { entries, next } = await log.read({ ...request, notBefore: horizonOf(stream.row, now) });
  let bytes = 0;
  const records = entries.map(({ index, millis, key, data }): RecordShape => {
    bytes += data.length + (key?.length ?? 0);
    const record = {
      SequenceNumber: number(index, millis),
      ApproximateArrivalTimestamp: new Date(millis),
      Data: data,
      PartitionKey: key,
    };
    return encryption ? { ...record, EncryptionType: encryption.type } : record;
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
