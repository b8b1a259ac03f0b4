import type { UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { badCombination } from '../errors.ts';

/** Shards of on-demand streams are not throttled when they are written to, so what is asked for is there at once. */
export const updateStreamWarmThroughput: Operation<
  UpdateStreamWarmThroughputInput,
  UpdateStreamWarmThroughputOutput,
  KinesisDeps
> = {
  access: onStream,
  run: (input, call, deps) => {
    const warm = input.WarmThroughputMiBps;
    const { row, arn } = change(input, call, deps, (stream) => {
      if (stream.row.mode !== 'ON_DEMAND') {
        throw badCombination('WarmThroughputMiBps is for streams with StreamMode ON_DEMAND only.');
      }
      return { ...stream.row, warmMiBps: warm };
    });
    return { StreamName: row.name, StreamARN: arn, WarmThroughput: { TargetMiBps: warm, CurrentMiBps: warm } };
  },
};
