import type {
  ListBucketIntelligentTieringConfigurationsOutput,
  ListBucketIntelligentTieringConfigurationsRequest,
} from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const listBucketIntelligentTieringConfigurations: Operation<
  ListBucketIntelligentTieringConfigurationsRequest,
  ListBucketIntelligentTieringConfigurationsOutput,
  S3Deps
> = {
  access: onBucket('s3:GetIntelligentTieringConfiguration'),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    return { IsTruncated: false }; // none can be made
  },
};
