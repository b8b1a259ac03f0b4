import type { DeletePublicAccessBlockRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deletePublicAccessBlock: Operation<DeletePublicAccessBlockRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketPublicAccessBlock'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      deps.buckets.configure(bucket, { publicAccessBlock: null });
      return {};
    }),
};
