import { setTimeout as later } from 'node:timers/promises';
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { bytesOf, labelOf, untilGone, type Witness } from './witness.ts';

const STREAM = 'crash';
const SHARDS = 4;
const BATCH_WRITERS = 4;
const SINGLE_WRITERS = 2;

interface Promised {
  readonly label: string;
  readonly key: string;
}

/** Records on several shards, and tags of their stream. */
export function recordsWitness(): Witness {
  /** What was acknowledged, by shard and sequence number. */
  const all = new Map<string, Map<string, Promised>>();
  /** Of it, what no check has found yet. */
  const fresh = new Map<string, Map<string, Promised>>();
  /** Where the last check ended, by shard, and how far each key had come. */
  const checked = new Map<string, { sequence: string; of: Map<string, number> }>();
  let promises = 0;
  let tagged = 0;
  let asked = 0;

  const note = (shard: string, sequence: string, record: Promised) => {
    for (const kept of [all, fresh]) kept.set(shard, (kept.get(shard) ?? new Map()).set(sequence, record));
    promises++;
  };

  return {
    name: 'records',
    get promises() {
      return promises;
    },
    async prepare(reach) {
      const kinesis = new KinesisClient(reach);
      await kinesis.send(new CreateStreamCommand({ StreamName: STREAM, ShardCount: SHARDS }));
      const status = async () =>
        (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: STREAM }))).StreamDescriptionSummary?.StreamStatus;
      while ((await status()) !== 'ACTIVE') await later(50);
    },
    async write(reach, round) {
      const kinesis = new KinesisClient(reach);
      const batches = Array.from({ length: BATCH_WRITERS }, (_, writer) =>
        untilGone(async (turn) => {
          const records = Array.from({ length: 1 + (turn % 9) }, (_, i) => {
            const size = turn % 40 === 39 ? 100_000 : (turn * 37 + i) % 3000;
            // one key a writer and slot: within a key, what was sent later must come later
            return { label: `${round}/b${writer}/${turn}/${i}`, key: `w${writer}-${i}`, size };
          });
          const answer = await kinesis.send(
            new PutRecordsCommand({
              StreamName: STREAM,
              Records: records.map(({ label, key, size }) => ({ Data: bytesOf(label, size), PartitionKey: key })),
            }),
          );
          answer.Records?.forEach(({ ShardId, SequenceNumber, ErrorCode }, i) => {
            if (ErrorCode) throw new Error(ErrorCode);
            note(String(ShardId), String(SequenceNumber), records[i] as Promised);
          });
        }),
      );
      const singles = Array.from({ length: SINGLE_WRITERS }, (_, writer) =>
        untilGone(async (turn) => {
          const label = `${round}/s${writer}/${turn}/0`;
          const key = `single-${writer}`;
          const { ShardId, SequenceNumber } = await kinesis.send(
            new PutRecordCommand({ StreamName: STREAM, Data: bytesOf(label, (turn * 53) % 5000), PartitionKey: key }),
          );
          note(String(ShardId), String(SequenceNumber), { label, key });
        }),
      );
      const tags = untilGone(async (turn) => {
        asked = round * 100_000 + turn + 1;
        await kinesis.send(new AddTagsToStreamCommand({ StreamName: STREAM, Tags: { turn: String(asked) } }));
        tagged = asked;
        promises++;
        await later(20);
      });
      await Promise.all([...batches, ...singles, tags]);
    },
    doubt() {
      checked.clear();
      for (const [shard, records] of all) fresh.set(shard, new Map(records));
    },
    async check(reach) {
      const kinesis = new KinesisClient(reach);
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: STREAM }));
      if (Shards.length !== SHARDS) throw new Error(`${Shards.length} shards`);
      for (const { ShardId = '' } of Shards) await checkShard(kinesis, ShardId);
      const { Tags = [] } = await kinesis.send(new ListTagsForStreamCommand({ StreamName: STREAM }));
      const value = Number(Tags.find(({ Key }) => Key === 'turn')?.Value ?? 0);
      if (value !== tagged && value !== asked) throw new Error(`tag ${value} instead of ${tagged}`);
      tagged = value;
    },
  };

  async function checkShard(kinesis: KinesisClient, ShardId: string): Promise<void> {
    const before = checked.get(ShardId);
    const wanted = fresh.get(ShardId) ?? new Map<string, Promised>();
    const turns = before?.of ?? new Map<string, number>();
    let last = before?.sequence;
    let { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamName: STREAM,
        ShardId,
        ...(last === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last }),
      }),
    );
    for (;;) {
      const answer = await kinesis.send(new GetRecordsCommand({ ShardIterator: String(ShardIterator) }));
      for (const { SequenceNumber = '', Data = new Uint8Array(), PartitionKey = '' } of answer.Records ?? []) {
        if (last !== undefined && BigInt(SequenceNumber) <= BigInt(last)) throw new Error(`${SequenceNumber} after ${last}`);
        last = SequenceNumber;
        const label = labelOf(Data);
        if (label === undefined) throw new Error(`${ShardId} ${SequenceNumber} has bytes that were never sent`);
        const known = wanted.get(SequenceNumber);
        if (known && (known.label !== label || known.key !== PartitionKey)) {
          throw new Error(`${ShardId} ${SequenceNumber} is ${label}, promised was ${known.label}`);
        }
        const [round = 0, , turn = 0] = label.split('/').map((part) => Number(part.replace(/\D/g, '')));
        const place = round * 10_000_000 + turn;
        if ((turns.get(PartitionKey) ?? -1) >= place) throw new Error(`${label} comes too late in ${ShardId}`);
        turns.set(PartitionKey, place);
        wanted.delete(SequenceNumber);
      }
      ShardIterator = answer.NextShardIterator;
      if (answer.MillisBehindLatest === 0 && answer.Records?.length === 0) break;
    }
    if (wanted.size > 0)
      throw new Error(`${wanted.size} records of ${ShardId} are lost, first ${[...wanted.values()][0]?.label}`);
    if (last !== undefined) checked.set(ShardId, { sequence: last, of: turns });
  }
}
