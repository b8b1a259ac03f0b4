import type { GetShardIteratorInput, GetShardIteratorOutput, ShardIteratorType } from '#api/kinesis';
import type { Operation } from '#core';
import { addressOf, onStream, streamOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { dryRun, noSuchShard, shardDoesNotExist } from '../errors.ts';
import { sealIterator } from '../shard-iterator.ts';
import { startIndex } from '../start-index.ts';
import { isForgotten, shardName, shardNumber } from '../stream.ts';

export const getShardIterator: Operation<GetShardIteratorInput, GetShardIteratorOutput, KinesisDeps> = {
  access: onStream,
  run: async (input, call, deps) => {
    const { scope, name } = addressOf(input, call.scope);
    if (input.DryRun) {
      // aws: only the stream has to be there then, neither the shard nor the position — recorded in radkawar/stackd, dry_run.json
      streamOf(input, call, deps);
      throw dryRun('GetShardIterator');
    }
    const number = shardNumber(input.ShardId);
    if (number === undefined) throw noSuchShard(input.ShardId, name, scope.account);
    // aws: a missing stream is told as a missing shard here — observed by kinesalite
    const missing = shardDoesNotExist(shardName(number), name, scope.account);
    if (!deps.streams.in(scope).find(name)) throw missing;
    const stream = streamOf(input, call, deps);
    const shard = stream.row.shards[number];
    const now = deps.clock.millis();
    if (!shard || isForgotten(stream.row, shard, now)) throw missing;
    const start = {
      type: input.ShardIteratorType satisfies ShardIteratorType,
      sequence: input.StartingSequenceNumber,
      timestamp: input.Timestamp,
    };
    const index = await startIndex(stream, shard, start, now);
    const position = { scope: stream.scope, stream: stream.row.name, id: stream.row.id, shard: number, index, issuedAt: now };
    return { ShardIterator: sealIterator(position, deps.seal) };
  },
};
