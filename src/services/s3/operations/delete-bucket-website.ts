import type { DeleteBucketWebsiteRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deleteBucketWebsite: Operation<DeleteBucketWebsiteRequest, Empty, S3Deps> = {
  access: onBucket('s3:DeleteBucketWebsite'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      deps.buckets.configure(bucketOf(input, call, deps), { website: undefined });
      return {};
    }),
};
