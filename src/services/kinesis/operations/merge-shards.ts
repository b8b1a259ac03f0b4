import type { Empty, MergeShardsInput } from '#api/kinesis';
import type { Operation } from '#core';
import { addressOf, onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { noSuchShard, notAdjacent, onlyProvisioned, shardClosed } from '../errors.ts';
import { numberOf } from '../hash-key.ts';
import { merge } from '../resharding.ts';
import type { ShardRow } from '../stream.ts';
import { shardName, shardNumber } from '../stream.ts';

export const mergeShards: Operation<MergeShardsInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { scope, name } = addressOf(input, call.scope);
    const numbers = [input.ShardToMerge, input.AdjacentShardToMerge].map((given) => {
      const number = shardNumber(given);
      if (number === undefined) throw noSuchShard(given, name, scope.account);
      return number;
    });
    change(input, call, deps, (stream, now) => {
      if (stream.row.mode !== 'PROVISIONED') throw onlyProvisioned('MergeShards', name);
      const [one, other] = numbers.map((number) => {
        const shard = stream.row.shards[number];
        if (!shard) throw noSuchShard(shardName(number), name, scope.account);
        return shard;
      }) as [ShardRow, ShardRow];
      for (const shard of [one, other]) {
        if (shard.closedAt !== undefined) throw shardClosed(shardName(shard.number), name, scope.account);
      }
      const follows = (low: ShardRow, high: ShardRow) => numberOf(low.range.end) + 1n === numberOf(high.range.start);
      if (follows(one, other)) return merge(stream.row, one, other, now);
      // aws: the order they are named in was seen to matter (kinesalite), the API reference calls them merely adjacent
      throw notAdjacent(shardName(one.number), shardName(other.number), name, scope.account);
    });
    return {};
  },
};
