import type { UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { isCommitted } from '../account-settings.ts';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { badCombination, notCommitted } from '../errors.ts';
import { checkWarm, warmed } from '../on-demand.ts';

/** The shards for what is asked for are there at once. */
export const updateStreamWarmThroughput: Operation<
  UpdateStreamWarmThroughputInput,
  UpdateStreamWarmThroughputOutput,
  KinesisDeps
> = {
  access: onStream,
  run: (input, call, deps) => {
    const warm = input.WarmThroughputMiBps;
    const { row, arn } = change(input, call, deps, (stream, now) => {
      if (!isCommitted(deps.settings.get(stream.scope), now)) throw notCommitted(stream.scope.account);
      checkWarm(warm);
      if (stream.row.mode !== 'ON_DEMAND') {
        throw badCombination('WarmThroughputMiBps is for streams with StreamMode ON_DEMAND only.');
      }
      return { ...warmed(stream.row, warm, now), warmMiBps: warm };
    });
    return { StreamName: row.name, StreamARN: arn, WarmThroughput: { TargetMiBps: warm, CurrentMiBps: warm } };
  },
};
