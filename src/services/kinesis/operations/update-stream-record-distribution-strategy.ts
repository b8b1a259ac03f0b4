import type { Empty, UpdateStreamRecordDistributionStrategyInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';

export const updateStreamRecordDistributionStrategy: Operation<UpdateStreamRecordDistributionStrategyInput, Empty, KinesisDeps> =
  {
    access: onStream,
    run: (input, call, deps) => {
      change(input, call, deps, ({ row }) => ({ ...row, distribution: input.RecordDistributionStrategy }));
      return {};
    },
  };
