import type { PutObjectRetentionOutput, PutObjectRetentionRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { lockable } from '../lockable.ts';
import { bypasses, changedRetention } from '../object-lock.ts';

export const putObjectRetention: Operation<PutObjectRetentionRequest, PutObjectRetentionOutput, S3Deps> = {
  access: onObject('s3:PutObjectRetention'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const { bucket, row } = lockable(input, call, deps, 'PUT');
      const bypass = () => bypasses(input, bucket, row.key, call);
      const retention = changedRetention(row.doc.retention, input.Retention, deps.clock.millis(), bypass);
      deps.objects.amend(bucket.id, row, { retention });
      return {};
    }),
};
