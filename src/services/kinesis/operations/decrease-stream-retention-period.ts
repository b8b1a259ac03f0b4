import type { DecreaseStreamRetentionPeriodInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { retentionTooShort, retentionWouldGrow } from '../errors.ts';
import { MIN_RETENTION_HOURS } from '../stream.ts';

export const decreaseStreamRetentionPeriod: Operation<DecreaseStreamRetentionPeriodInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const hours = input.RetentionPeriodHours;
    change(input, call, deps, ({ row }) => {
      if (hours < MIN_RETENTION_HOURS) throw retentionTooShort(hours);
      if (hours > row.retentionHours) throw retentionWouldGrow(hours, row.name, row.retentionHours);
      return { ...row, retentionHours: hours };
    });
    return {};
  },
};
