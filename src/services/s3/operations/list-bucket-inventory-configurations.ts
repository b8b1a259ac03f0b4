import type { ListBucketInventoryConfigurationsOutput, ListBucketInventoryConfigurationsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const listBucketInventoryConfigurations: Operation<
  ListBucketInventoryConfigurationsRequest,
  ListBucketInventoryConfigurationsOutput,
  S3Deps
> = {
  access: onBucket('s3:GetInventoryConfiguration'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    return { IsTruncated: false }; // none can be made
  },
};
