import type { GetObjectRetentionOutput, GetObjectRetentionRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noLock } from '../errors.ts';
import { lockable } from '../lockable.ts';

export const getObjectRetention: Operation<GetObjectRetentionRequest, GetObjectRetentionOutput, S3Deps> = {
  access: onObject('s3:GetObjectRetention'),
  run: (input, call, deps) => {
    const { retention } = lockable(input, call, deps, 'GET').row.doc;
    if (!retention) throw noLock();
    return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
  },
};
