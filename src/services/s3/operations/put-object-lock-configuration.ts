import type { PutObjectLockConfigurationOutput, PutObjectLockConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { lockNeedsVersioning } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { lockSettingsOf } from '../object-lock.ts';

type Put = Operation<PutObjectLockConfigurationRequest, PutObjectLockConfigurationOutput, S3Deps>;

export const putObjectLockConfiguration: Put = {
  access: onBucket('s3:PutBucketObjectLockConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const lock = lockSettingsOf(input.ObjectLockConfiguration);
      if (bucket.settings.versioning !== 'Enabled') throw lockNeedsVersioning();
      deps.buckets.configure(bucket, { lock });
      return {};
    }),
};
