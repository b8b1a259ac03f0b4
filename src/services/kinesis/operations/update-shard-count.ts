import type { UpdateShardCountInput, UpdateShardCountOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import {
  badArgument,
  badCombination,
  cannotResize,
  lessThanHalf,
  moreThanAStreamHas,
  moreThanDouble,
  shardLimitExceeded,
} from '../errors.ts';
import { evenRanges } from '../hash-key.ts';
import { reshard } from '../resharding.ts';
import { HOUR } from '../stream.ts';

/** — aws: API reference, UpdateShardCount */
const TIMES_A_DAY = 10;
const MAX_SHARDS = 10_000;

export const updateShardCount: Operation<UpdateShardCountInput, UpdateShardCountOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const target = input.TargetShardCount;
    let current = 0;
    const changed = change(input, call, deps, (stream, now) => {
      const { row, scope } = stream;
      current = stream.open.length;
      if (row.mode !== 'PROVISIONED') {
        throw badCombination(
          `UpdateShardCount is for streams with StreamMode PROVISIONED only; stream ${row.name} is ${row.mode}.`,
        );
      }
      if (target < 1) throw badArgument('TargetShardCount must be at least 1.');
      // aws: the rules: API reference, UpdateShardCount
      if (target > MAX_SHARDS) throw moreThanAStreamHas(MAX_SHARDS, current, target);
      if (target > 2 * current) throw moreThanDouble(current, target);
      if (target < current / 2) throw lessThanHalf(current, target);
      const recent = (row.resized ?? []).filter((at) => at > now - 24 * HOUR);
      if (deps.limits.throttle && recent.length >= TIMES_A_DAY) {
        throw cannotResize(`UpdateShardCount can be used ${TIMES_A_DAY} times in 24 hours for a stream.`);
      }
      const open = deps.streams
        .in(scope)
        .all()
        .reduce((sum, each) => sum + each.open.length, 0);
      if (open - current + target > deps.limits.shards) {
        throw shardLimitExceeded(scope.account, scope.region, open, deps.limits.shards, target - current);
      }
      return { ...reshard(row, evenRanges(target), now), resized: [...recent, now] };
    });
    return { StreamName: changed.row.name, StreamARN: changed.arn, CurrentShardCount: current, TargetShardCount: target };
  },
};
