import { GetRecordsCommand, GetShardIteratorCommand, type Shard, type ShardIteratorType } from '@aws-sdk/client-kinesis';
import { kinesis } from './queries.ts';
import { closed } from './shard-map.ts';

/** A record as the viewer shows it. */
export interface Seen {
  readonly shard: string;
  readonly sequence: string;
  readonly key: string;
  readonly arrived: Date | undefined;
  readonly data: Uint8Array;
}

export interface Start {
  readonly type: ShardIteratorType;
  readonly at?: Date;
}

const PAUSE_MS = 1000;
/** Of a shard's five reads a second the viewer takes one: the others are for applications. */
const AT_ONCE = 1000;

/**
 * Reads shards until told to stop, one after the other, once a second each; a shard that is at its end is left.
 * Throttled reads are tried again a second later.
 */
export async function follow(
  stream: string,
  shards: readonly Shard[],
  start: Start,
  signal: AbortSignal,
  onRecords: (records: readonly Seen[]) => void,
): Promise<void> {
  const iterators = new Map<string, string>();
  const read = start.type === 'LATEST' ? shards.filter((shard) => !closed(shard)) : shards;
  for (const { ShardId = '' } of read) {
    const { ShardIterator } = await kinesis().send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId,
        ShardIteratorType: start.type,
        ...(start.at && { Timestamp: start.at }),
      }),
      { abortSignal: signal },
    );
    if (ShardIterator !== undefined) iterators.set(ShardId, ShardIterator);
  }
  while (!signal.aborted && iterators.size > 0) {
    let behind = false;
    for (const [shard, ShardIterator] of iterators) {
      try {
        const answer = await kinesis().send(new GetRecordsCommand({ ShardIterator, Limit: AT_ONCE }), { abortSignal: signal });
        onRecords(
          (answer.Records ?? []).map(({ SequenceNumber = '', PartitionKey = '', ApproximateArrivalTimestamp, Data }) => ({
            shard,
            sequence: SequenceNumber,
            key: PartitionKey,
            arrived: ApproximateArrivalTimestamp,
            data: Data ?? new Uint8Array(),
          })),
        );
        if (answer.NextShardIterator === undefined) iterators.delete(shard);
        else iterators.set(shard, answer.NextShardIterator);
        behind ||= (answer.MillisBehindLatest ?? 0) > 0;
      } catch (thrown) {
        if (signal.aborted) return;
        if (!(thrown instanceof Error && thrown.name === 'ProvisionedThroughputExceededException')) throw thrown;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, behind ? PAUSE_MS / 4 : PAUSE_MS));
  }
}

/** JSON laid out, text as it is, and bytes that are neither as hexadecimal; `flat` on one line. */
export function decoded(data: Uint8Array, flat: boolean): { readonly kind: 'JSON' | 'Text' | 'Binary'; readonly text: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    const some = data.subarray(0, flat ? 64 : 16_384);
    const hex = [...some].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return { kind: 'Binary', text: some.length < data.length ? `${hex} …` : hex };
  }
  if (flat) return { kind: /^\s*[[{]/.test(text) ? 'JSON' : 'Text', text: text.slice(0, 400) };
  try {
    return { kind: 'JSON', text: JSON.stringify(JSON.parse(text), undefined, 2) };
  } catch {
    return { kind: 'Text', text };
  }
}
