import type { DeleteBucketMetricsConfigurationRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { noSuchConfiguration } from '../setting-errors.ts';

export const deleteBucketMetricsConfiguration: Operation<DeleteBucketMetricsConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutMetricsConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const before = bucket.settings.metrics ?? [];
      const metrics = before.filter(({ Id }) => Id !== input.Id);
      if (metrics.length === before.length) {
        throw noSuchConfiguration();
      }
      deps.buckets.configure(bucket, { metrics: metrics.length > 0 ? metrics : undefined });
      return {};
    }),
};
