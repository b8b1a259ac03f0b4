import type { DeleteBucketRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketNotEmpty } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const deleteBucket: Operation<DeleteBucketRequest, Empty, S3Deps> = {
  access: onBucket('s3:DeleteBucket'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const occupied = deps.objects.occupied(bucket.id);
      if (occupied) throw bucketNotEmpty(bucket.name, bucket.settings.versioning !== undefined);
      deps.uploads.removeAll(bucket.id);
      deps.buckets.delete(bucket);
      return {};
    }),
};
