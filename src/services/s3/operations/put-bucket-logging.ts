import type { Empty, PutBucketLoggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { crossLocationLogging, noTargetOfLogging, targetOfOther } from '../setting-errors.ts';

/** Keeps where access logs should go and tells it again. None are delivered: the service's README says so. */
export const putBucketLogging: Operation<PutBucketLoggingRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketLogging'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const logging = input.BucketLoggingStatus.LoggingEnabled;
      if (logging) {
        const target = deps.buckets.find(call.scope.partition, logging.TargetBucket);
        if (!target) throw noTargetOfLogging(logging.TargetBucket);
        if (target.account !== bucket.account) throw targetOfOther(logging.TargetBucket);
        if (target.region !== bucket.region) throw crossLocationLogging(bucket.region, target.region);
      }
      deps.buckets.configure(bucket, { logging });
      return {};
    }),
};
