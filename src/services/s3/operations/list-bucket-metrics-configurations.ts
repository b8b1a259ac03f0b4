import type { ListBucketMetricsConfigurationsOutput, ListBucketMetricsConfigurationsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const listBucketMetricsConfigurations: Operation<
  ListBucketMetricsConfigurationsRequest,
  ListBucketMetricsConfigurationsOutput,
  S3Deps
> = {
  access: onBucket('s3:GetMetricsConfiguration'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    return { IsTruncated: false }; // none can be made
  },
};
