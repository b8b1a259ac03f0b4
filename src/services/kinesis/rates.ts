import type { Operations } from '#api/kinesis';
import { type AwsError, type Call, type Clock, parseArn, type Service } from '#core';
import { callsRateExceeded, rateExceeded } from './errors.ts';
import { type Bucket, bucket } from './limits.ts';
import { shardName, shardNumber } from './stream.ts';

type Per = 'account' | 'stream' | 'shard';

/** Calls a second. — aws: developer guide, "Quotas and limits", API limits; GetShardIterator: its API reference */
const RATES: { readonly [K in keyof Operations]?: readonly [perSecond: number, per: Per] } = {
  AddTagsToStream: [5, 'account'],
  CreateStream: [5, 'account'],
  DecreaseStreamRetentionPeriod: [5, 'stream'],
  DeleteResourcePolicy: [5, 'account'],
  DeleteStream: [5, 'account'],
  DeregisterStreamConsumer: [5, 'stream'],
  DescribeLimits: [1, 'account'],
  DescribeStream: [10, 'account'],
  DescribeStreamConsumer: [20, 'stream'],
  DescribeStreamSummary: [20, 'account'],
  DisableEnhancedMonitoring: [5, 'stream'],
  EnableEnhancedMonitoring: [5, 'stream'],
  GetResourcePolicy: [5, 'account'],
  GetShardIterator: [5, 'shard'],
  IncreaseStreamRetentionPeriod: [5, 'stream'],
  ListShards: [1000, 'stream'],
  ListStreamConsumers: [5, 'stream'],
  ListStreams: [5, 'account'],
  ListTagsForStream: [5, 'stream'],
  MergeShards: [5, 'stream'],
  PutResourcePolicy: [5, 'account'],
  RegisterStreamConsumer: [5, 'stream'],
  RemoveTagsFromStream: [5, 'stream'],
  SplitShard: [5, 'stream'],
};

/** What is remembered of callers and streams at most; the oldest begin anew. */
const REMEMBERED = 20_000;

interface Naming {
  readonly StreamName?: string;
  readonly StreamARN?: string;
  readonly ConsumerARN?: string;
  readonly ShardId?: string;
}

/** The account and the stream a call counts for. */
function counted(input: Naming, call: Call): { account: string; stream: string } {
  const arn = parseArn(input.StreamARN ?? input.ConsumerARN ?? '');
  return { account: arn?.account ?? call.scope.account, stream: arn?.resource.split('/')[1] ?? input.StreamName ?? '' };
}

function refusal(per: Per, account: string, stream: string, shard: string): AwsError {
  const number = shardNumber(shard);
  if (per === 'shard' && number !== undefined) return rateExceeded(shardName(number), stream, account);
  return callsRateExceeded(per === 'account' ? undefined : stream, account);
}

/** The operations, those that are limited in number refused where they come too often. */
export function paced(operations: Service['operations'], clock: Clock): Service['operations'] {
  const buckets = new Map<string, Bucket>();
  const has = (name: string, perSecond: number): boolean => {
    let found = buckets.get(name);
    if (!found) {
      found = bucket(perSecond, clock);
      buckets.set(name, found);
      if (buckets.size > REMEMBERED) buckets.delete(buckets.keys().next().value as string);
    }
    return found.take(1);
  };
  const limited = Object.entries(RATES).map(([name, [perSecond, per]]) => {
    const entry = operations[name];
    if (!entry || 'unsupported' in entry) throw new Error(`${name} has a rate but is not there`);
    const run = (input: never, call: Call) => {
      const { account, stream } = counted(input, call);
      const shard = per === 'shard' ? ((input as Naming).ShardId ?? '') : '';
      const key = [name, call.scope.region, account, per === 'account' ? '' : stream, shard].join(' ');
      if (!has(key, perSecond)) throw refusal(per, account, stream, shard);
      return entry.run(input, call);
    };
    return [name, { ...entry, run }] as const;
  });
  return { ...operations, ...Object.fromEntries(limited) };
}
