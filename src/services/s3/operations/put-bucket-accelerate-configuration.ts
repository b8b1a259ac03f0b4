import type { Empty, PutBucketAccelerateConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { accelerationWithoutStatus, notAccelerated } from '../setting-errors.ts';

export const putBucketAccelerateConfiguration: Operation<PutBucketAccelerateConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutAccelerateConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      if (bucket.name.includes('.')) throw notAccelerated();
      const { Status: status } = input.AccelerateConfiguration;
      if (!status) throw accelerationWithoutStatus();
      deps.buckets.configure(bucket, { acceleration: status });
      return {};
    }),
};
