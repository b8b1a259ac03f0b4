import type { ShardIteratorType } from '#api/kinesis';
import {
  badStartingNumber,
  foreignStartingNumber,
  iteratorArguments,
  otherShardsNumber,
  timestampInFuture,
  timestampMissing,
} from './errors.ts';
import type { Stream } from './live.ts';
import { parseOldNumber, parseSequenceNumber } from './sequence-number.ts';
import { createdSecondsOf, type ShardRow, shardName } from './stream.ts';

/** Where a reader wants to begin. */
export interface Start {
  readonly type: ShardIteratorType;
  readonly sequence: string | undefined;
  readonly timestamp: Date | undefined;
}

/** The index of the first record a reader gets. */
export async function startIndex(stream: Stream, shard: ShardRow, start: Start, now: number): Promise<number> {
  const { type, sequence, timestamp } = start;
  const bySequence = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (bySequence !== (sequence !== undefined) && type !== 'AT_TIMESTAMP') throw iteratorArguments(type, sequence !== undefined);
  switch (type) {
    case 'TRIM_HORIZON':
      return 1;
    case 'LATEST':
      return (await stream.live.log(shard.number)).next;
    case 'AT_TIMESTAMP': {
      if (!timestamp) throw timestampMissing();
      if (timestamp.getTime() > now) throw timestampInFuture(timestamp.getTime(), now);
      return (await stream.live.log(shard.number)).firstAt(timestamp.getTime());
    }
    default:
      return numbered(stream, shard, type, sequence ?? '');
  }
}

function numbered(stream: Stream, shard: ShardRow, type: ShardIteratorType, sequence: string): number {
  const old = parseOldNumber(sequence);
  const names = [old?.text ?? sequence, shardName(shard.number), stream.row.name, stream.scope.account] as const;
  const parsed = parseSequenceNumber(sequence);
  const encoded = (old ?? parsed)?.shard;
  if (encoded === undefined) throw badStartingNumber(...names);
  if (encoded !== shard.number) throw otherShardsNumber(shardName(encoded), shardName(shard.number));
  if (parsed?.createdSeconds !== createdSecondsOf(shard)) throw foreignStartingNumber(...names);
  return Math.min(parsed.index, Number.MAX_SAFE_INTEGER - 2) + (parsed.behind || type === 'AFTER_SEQUENCE_NUMBER' ? 1 : 0);
}
