import type { UpdateShardCountInput, UpdateShardCountOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { badArgument, cannotResize, lessThanHalf, moreThanAStreamHas, moreThanDouble, onlyProvisioned } from '../errors.ts';
import { evenRanges } from '../hash-key.ts';
import { checkShardQuota } from '../quota.ts';
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
      if (row.mode !== 'PROVISIONED') throw onlyProvisioned('UpdateShardCount', row.name);
      if (target < 1) throw badArgument('TargetShardCount must be at least 1.');
      // aws: the rules: API reference, UpdateShardCount
      if (target > MAX_SHARDS) throw moreThanAStreamHas(MAX_SHARDS, current, target);
      if (target > 2 * current) throw moreThanDouble(current, target);
      // aws: half of three is one — recorded in radkawar/stackd, topology.json
      if (target < Math.floor(current / 2)) throw lessThanHalf(current, target);
      const recent = (row.resized ?? []).filter((at) => at > now - 24 * HOUR);
      if (deps.limits.throttle && recent.length >= TIMES_A_DAY) {
        throw cannotResize(`UpdateShardCount can be used ${TIMES_A_DAY} times in 24 hours for a stream.`);
      }
      checkShardQuota(deps.streams.in(scope), scope, deps.limits, target - current);
      // aws: a stream that is divided so already stays ACTIVE — recorded in radkawar/stackd, topology.json and controls.json
      const divided = reshard(row, evenRanges(target), now);
      return divided.shards.length === row.shards.length ? row : { ...divided, resized: [...recent, now] };
    });
    return { StreamName: changed.row.name, StreamARN: changed.arn, CurrentShardCount: current, TargetShardCount: target };
  },
};
