import type { GetObjectLockConfigurationOutput, GetObjectLockConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { lockConfiguration } from '../object-lock.ts';

export const getObjectLockConfiguration: Operation<GetObjectLockConfigurationRequest, GetObjectLockConfigurationOutput, S3Deps> =
  {
    access: onBucket('s3:GetBucketObjectLockConfiguration'),
    run: (input, call, deps) => {
      const bucket = bucketOf(input, call, deps);
      if (bucket.settings.lock) return { ObjectLockConfiguration: lockConfiguration(bucket.settings.lock) };
      throw noSuch(
        'ObjectLockConfigurationNotFoundError',
        'Object Lock configuration does not exist for this bucket',
        bucket.name,
      );
    },
  };
