import { setTimeout as later } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamConsumersCommand,
  MergeShardsCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  ResourceNotFoundException,
  type Shard,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { bytesOf, labelOf, untilGone, type Witness } from './witness.ts';

const arnOf = (stream: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`;

/** A stream as its descriptions show it. */
interface Facts {
  readonly created: number;
  readonly retention: number;
  readonly metrics: string;
  readonly consumers: string;
  readonly shards: readonly Shard[];
}

interface Step {
  readonly name: string;
  act(kinesis: KinesisClient, StreamName: string, facts: Facts): Promise<unknown>;
  /** What must have changed, and nothing else: `shards` for a resharding. */
  readonly changes: readonly (keyof Facts)[] | 'all';
}

const openOf = ({ shards }: Facts): Shard[] =>
  shards
    .filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined)
    .sort((a, b) => (start(a) < start(b) ? -1 : 1));
const start = (shard: Shard): bigint => BigInt(shard.HashKeyRange?.StartingHashKey ?? 0);
const end = (shard: Shard): bigint => BigInt(shard.HashKeyRange?.EndingHashKey ?? 0);

/** From creation to deletion, again and again under one name. */
const STEPS: readonly Step[] = [
  {
    name: 'create',
    changes: 'all',
    act: (kinesis, StreamName) => kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 })),
  },
  {
    name: 'split',
    changes: ['shards'],
    act(kinesis, StreamName, facts) {
      const first = openOf(facts)[0] as Shard;
      const middle = String((start(first) + end(first)) / 2n);
      return kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: first.ShardId, NewStartingHashKey: middle }));
    },
  },
  {
    name: 'register',
    changes: ['consumers'],
    act: (kinesis, StreamName) =>
      kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: arnOf(StreamName), ConsumerName: 'one' })),
  },
  {
    name: 'keep longer',
    changes: ['retention'],
    act: (kinesis, StreamName) =>
      kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 })),
  },
  {
    name: 'resize',
    changes: ['shards'],
    act: (kinesis, StreamName) =>
      kinesis.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' })),
  },
  {
    name: 'measure',
    changes: ['metrics'],
    act: (kinesis, StreamName) =>
      kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes'] })),
  },
  {
    name: 'deregister',
    changes: ['consumers'],
    act: (kinesis, StreamName) =>
      kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN: arnOf(StreamName), ConsumerName: 'one' })),
  },
  {
    name: 'merge',
    changes: ['shards'],
    act(kinesis, StreamName, facts) {
      const [one, other] = openOf(facts);
      const both = { ShardToMerge: one?.ShardId, AdjacentShardToMerge: other?.ShardId };
      return kinesis.send(new MergeShardsCommand({ StreamName, ...both }));
    },
  },
  {
    name: 'keep shorter',
    changes: ['retention'],
    act: (kinesis, StreamName) =>
      kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 })),
  },
  {
    name: 'delete',
    changes: 'all',
    act: (kinesis, StreamName) => kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true })),
  },
];

/** The stream once it is at rest; undefined where there is none. */
async function observe(kinesis: KinesisClient, StreamName: string): Promise<Facts | undefined> {
  for (;;) {
    try {
      const { StreamDescriptionSummary: told } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      const { Consumers = [] } = await kinesis.send(new ListStreamConsumersCommand({ StreamARN: arnOf(StreamName) }));
      const atRest = Consumers.every((consumer) => consumer.ConsumerStatus === 'ACTIVE');
      if (told?.StreamStatus === 'ACTIVE' && atRest) {
        const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
        return {
          created: told.StreamCreationTimestamp?.getTime() ?? 0,
          retention: told.RetentionPeriodHours ?? 0,
          metrics: JSON.stringify(told.EnhancedMonitoring),
          consumers: JSON.stringify(Consumers),
          shards: Shards,
        };
      }
    } catch (failure) {
      if (failure instanceof ResourceNotFoundException) return undefined;
      throw failure;
    }
    await later(20);
  }
}

const sameShard = (one: Shard, other: Shard | undefined): boolean =>
  JSON.stringify({ ...one, SequenceNumberRange: one.SequenceNumberRange?.StartingSequenceNumber }) ===
  JSON.stringify({ ...other, SequenceNumberRange: other?.SequenceNumberRange?.StartingSequenceNumber });

/** Whether shards are what a resharding of the earlier ones may leave: those there were, and every hash key in one open shard. */
export function grown(before: Facts, after: Facts): boolean {
  if (!before.shards.every((shard, i) => sameShard(shard, after.shards[i]))) return false;
  let next = 0n;
  for (const shard of openOf(after)) {
    if (start(shard) !== next) return false;
    next = end(shard) + 1n;
  }
  return next === 2n ** 128n && after.shards.length > before.shards.length;
}

/** A stream that is made, divided, given consumers, and deleted. */
export function shardsWitness(StreamName: string): Witness {
  let facts: Facts | undefined;
  /** The step that was asked for and not seen done; whether it was acknowledged. */
  let underway: Step | undefined;
  let acknowledged = false;
  let turn = 0;
  let promises = 0;
  /** Records of the stream that is there, by shard and sequence number. */
  let records = new Map<string, string>();

  const settle = (now: Facts | undefined) => {
    const step = underway;
    const changed = JSON.stringify(now) !== JSON.stringify(facts);
    if (acknowledged && !changed) throw new Error(`${step?.name} was acknowledged and is not to be seen`);
    if (changed) {
      if (!step) throw new Error(`changed by itself: ${JSON.stringify([facts, now])}`);
      if (step.changes !== 'all') {
        if (!facts || !now) throw new Error(`the stream is ${now ? 'there' : 'gone'} after ${step.name}`);
        for (const key of Object.keys(facts) as (keyof Facts)[]) {
          const kept = JSON.stringify(facts[key]) === JSON.stringify(now[key]);
          const allowed = step.changes.includes(key) && (key !== 'shards' || grown(facts, now));
          if (!kept && !allowed) throw new Error(`${key} after ${step.name}: ${JSON.stringify([facts[key], now[key]])}`);
        }
      } else if (facts && now) throw new Error(`${step.name} left another stream`);
      if (!now) records = new Map();
      facts = now;
      turn++;
      promises++;
    }
    underway = undefined;
    acknowledged = false;
  };

  return {
    name: StreamName,
    get promises() {
      return promises;
    },
    async prepare() {},
    async write(reach, round) {
      const kinesis = new KinesisClient(reach);
      await untilGone(async (time) => {
        for (let i = 0; facts && i < 3; i++) {
          const label = `${round}/${time}/${i}`;
          const sent = await kinesis.send(new PutRecordCommand({ StreamName, Data: bytesOf(label, 300), PartitionKey: label }));
          records.set(`${sent.ShardId} ${sent.SequenceNumber}`, label);
          promises++;
        }
        underway = STEPS[turn % STEPS.length] as Step;
        await underway.act(kinesis, StreamName, facts as Facts);
        acknowledged = true;
        settle(await observe(kinesis, StreamName));
      });
    },
    doubt() {},
    async check(reach) {
      const kinesis = new KinesisClient(reach);
      settle(await observe(kinesis, StreamName));
      const there = new Map<string, string | undefined>();
      for (const { ShardId } of facts?.shards ?? []) {
        const from = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
        const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from));
        const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
        for (const { SequenceNumber, Data } of Records) there.set(`${ShardId} ${SequenceNumber}`, labelOf(Data ?? Buffer.of()));
      }
      for (const [where, label] of records) {
        if (there.get(where) !== label) throw new Error(`${label} is not at ${where}`);
      }
      if ([...there.values()].includes(undefined)) throw new Error('bytes that were never sent');
    },
  };
}
