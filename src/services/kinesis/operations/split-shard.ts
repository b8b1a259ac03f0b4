import type { Empty, SplitShardInput } from '#api/kinesis';
import type { Operation } from '#core';
import { addressOf, onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { badSplit, noSuchShard, onlyProvisioned, shardClosed } from '../errors.ts';
import { decimalOf, hashKeyOf, numberOf } from '../hash-key.ts';
import { checkShardQuota } from '../quota.ts';
import { split } from '../resharding.ts';
import { shardName, shardNumber } from '../stream.ts';

export const splitShard: Operation<SplitShardInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { scope, name } = addressOf(input, call.scope);
    const { account } = scope;
    const number = shardNumber(input.ShardToSplit);
    if (number === undefined) throw noSuchShard(input.ShardToSplit, name, account);
    change(input, call, deps, (stream, now) => {
      if (stream.row.mode !== 'PROVISIONED') throw onlyProvisioned('SplitShard', name);
      const shard = stream.row.shards[number];
      if (!shard) throw noSuchShard(shardName(number), name, account);
      checkShardQuota(deps.streams.in(scope), scope, deps.limits, 1);
      if (shard.closedAt !== undefined) throw shardClosed(shardName(number), name, account);
      const { start, end } = shard.range;
      const at = BigInt(input.NewStartingHashKey);
      if (at <= numberOf(start) + 1n || at >= numberOf(end)) {
        throw badSplit(input.NewStartingHashKey, shardName(number), name, account, decimalOf(start), decimalOf(end));
      }
      return split(stream.row, shard, hashKeyOf(at), now);
    });
    return {};
  },
};
