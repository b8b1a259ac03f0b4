import type { HeadBucketOutput, HeadBucketRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { bucketArn } from '../names.ts';

export const headBucket: Operation<HeadBucketRequest, HeadBucketOutput, S3Deps> = {
  access: onBucket('s3:ListBucket'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    return { BucketRegion: bucket.region, BucketArn: bucketArn(call.scope, bucket.name), AccessPointAlias: false };
  },
};
