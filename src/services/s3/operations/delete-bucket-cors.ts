import type { DeleteBucketCorsRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deleteBucketCors: Operation<DeleteBucketCorsRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketCORS'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      deps.buckets.configure(bucketOf(input, call, deps), { cors: undefined });
      return {};
    }),
};
