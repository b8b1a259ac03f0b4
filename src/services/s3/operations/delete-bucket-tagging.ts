import type { DeleteBucketTaggingRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deleteBucketTagging: Operation<DeleteBucketTaggingRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketTagging'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      deps.buckets.configure(bucket, { tags: undefined });
      return {};
    }),
};
