import type { SubscribeToShardInput, SubscribeToShardOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { consumerOf, onConsumer } from '../address.ts';
import { consumerStatus } from '../consumer.ts';
import type { KinesisDeps } from '../deps.ts';
import { consumerNotActive, dryRun, noSuchShard, subscriptionExists } from '../errors.ts';
import { startIndex } from '../start-index.ts';
import { isForgotten, shardName, shardNumber } from '../stream.ts';
import { EXCLUSIVE_MILLIS, shardEvents } from '../subscription.ts';

export const subscribeToShard: Operation<SubscribeToShardInput, SubscribeToShardOutput, KinesisDeps> = {
  access: ({ ConsumerARN }, scope) => onConsumer({ ConsumerARN }, scope),
  run: async (input, call, deps) => {
    const { stream, consumer } = consumerOf({ ConsumerARN: input.ConsumerARN }, call, deps);
    const { row, scope, live } = stream;
    const now = deps.clock.millis();
    if (consumerStatus(consumer, now) !== 'ACTIVE') {
      throw consumerNotActive(consumer.name, Math.floor(consumer.createdAt / 1000), row.name, scope.account);
    }
    const number = shardNumber(input.ShardId);
    if (number === undefined) throw noSuchShard(input.ShardId, row.name, scope.account);
    const shard = row.shards[number];
    if (!shard || isForgotten(row, shard, now)) throw noSuchShard(shardName(number), row.name, scope.account);
    // aws: the position is not looked at then — recorded in radkawar/stackd, dry_run.json
    if (input.DryRun) throw dryRun('SubscribeToShard');
    const { Type, SequenceNumber, Timestamp } = input.StartingPosition;
    const from = await startIndex(stream, shard, { type: Type, sequence: SequenceNumber, timestamp: Timestamp }, now);

    // aws: within five seconds of a successful call the next one is refused, later ones take over — API reference
    const key = `${input.ConsumerARN} ${number}`;
    const earlier = live.subscriptions.get(key);
    if (earlier && now - earlier.since < EXCLUSIVE_MILLIS) {
      live.meter.subscribed(consumer.name, true);
      throw subscriptionExists(scope.account, row.name, shardName(number), consumer.name);
    }
    earlier?.abort.abort();
    live.meter.subscribed(consumer.name, false);
    const subscription = { since: now, abort: new AbortController() };
    live.subscriptions.set(key, subscription);
    const forget = () => {
      // a client that has gone may come back at once; one that was replaced has nothing to forget
      if (live.subscriptions.get(key) === subscription) live.subscriptions.delete(key);
    };
    const signal = AbortSignal.any([call.signal, subscription.abort.signal]);
    return { EventStream: shardEvents({ deps, call, stream, consumer: consumer.name, number, from, signal, forget }) };
  },
};
