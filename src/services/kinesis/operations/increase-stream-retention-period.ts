import type { Empty, IncreaseStreamRetentionPeriodInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { retentionTooLong, retentionTooShort, retentionWouldShrink } from '../errors.ts';
import { MAX_RETENTION_HOURS, MIN_RETENTION_HOURS } from '../stream.ts';

export const increaseStreamRetentionPeriod: Operation<IncreaseStreamRetentionPeriodInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const hours = input.RetentionPeriodHours;
    change(input, call, deps, ({ row }) => {
      if (hours < MIN_RETENTION_HOURS) throw retentionTooShort(hours);
      if (hours > MAX_RETENTION_HOURS) throw retentionTooLong(hours);
      if (hours < row.retentionHours) throw retentionWouldShrink(hours, row.name, row.retentionHours);
      // aws: what changes nothing leaves the stream ACTIVE — recorded in radkawar/stackd, controls.json
      return hours === row.retentionHours ? row : { ...row, retentionHours: hours };
    });
    return {};
  },
};
