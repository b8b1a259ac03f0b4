import type { ListBucketAnalyticsConfigurationsOutput, ListBucketAnalyticsConfigurationsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const listBucketAnalyticsConfigurations: Operation<
  ListBucketAnalyticsConfigurationsRequest,
  ListBucketAnalyticsConfigurationsOutput,
  S3Deps
> = {
  access: onBucket('s3:GetAnalyticsConfiguration'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    return { IsTruncated: false }; // none can be made
  },
};
