import type { GetBucketMetricsConfigurationOutput, GetBucketMetricsConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { noSuchConfiguration } from '../setting-errors.ts';

export const getBucketMetricsConfiguration: Operation<
  GetBucketMetricsConfigurationRequest,
  GetBucketMetricsConfigurationOutput,
  S3Deps
> = {
  access: onBucket('s3:GetMetricsConfiguration'),
  run: (input, call, deps) => {
    const { settings } = bucketOf(input, call, deps);
    const found = settings.metrics?.find(({ Id }) => Id === input.Id);
    if (!found) throw noSuchConfiguration();
    return { MetricsConfiguration: found };
  },
};
