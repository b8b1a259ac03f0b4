import type { DeleteBucketEncryptionRequest, Empty } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const deleteBucketEncryption: Operation<DeleteBucketEncryptionRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutEncryptionConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      deps.buckets.configure(bucket, { encryption: undefined }); // back to the default: S3's own keys
      return {};
    }),
};
