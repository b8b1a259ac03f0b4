import type { Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from './access.ts';
import type { BucketStore } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { bucketOf } from './find.ts';

interface OfBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** Takes a setting of a bucket away; where there was none, that is no error. */
export const withdrawn = <I extends OfBucket>(
  action: string,
  setting: Parameters<BucketStore['configure']>[1],
): Operation<I, Empty, S3Deps> => ({
  access: onBucket(action),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      deps.buckets.configure(bucketOf(input, call, deps), setting);
      return {};
    }),
});
