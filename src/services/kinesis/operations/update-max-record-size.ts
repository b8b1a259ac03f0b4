import type { Empty, UpdateMaxRecordSizeInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';

export const updateMaxRecordSize: Operation<UpdateMaxRecordSizeInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    change(input, call, deps, ({ row }) => ({ ...row, maxRecordKiB: input.MaxRecordSizeInKiB }));
    return {};
  },
};
