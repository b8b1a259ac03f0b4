import type { Empty, PutPublicAccessBlockRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { nothingConfigured } from '../setting-errors.ts';

export const putPublicAccessBlock: Operation<PutPublicAccessBlockRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketPublicAccessBlock'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const { PublicAccessBlockConfiguration: given } = input;
      if (Object.values(given).every((each) => each === undefined)) throw nothingConfigured();
      deps.buckets.configure(bucket, {
        publicAccessBlock: {
          BlockPublicAcls: given.BlockPublicAcls ?? false,
          IgnorePublicAcls: given.IgnorePublicAcls ?? false,
          BlockPublicPolicy: given.BlockPublicPolicy ?? false,
          RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
        },
      });
      return {};
    }),
};
