import type { Empty, UpdateMaxRecordSizeInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';

export const updateMaxRecordSize: Operation<UpdateMaxRecordSizeInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const size = input.MaxRecordSizeInKiB;
    // aws: what changes nothing leaves the stream ACTIVE — recorded in radkawar/stackd, controls.json
    change(input, call, deps, ({ row }) => (size === row.maxRecordKiB ? row : { ...row, maxRecordKiB: size }));
    return {};
  },
};
