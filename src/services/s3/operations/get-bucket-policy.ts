import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '#api/s3';
import { toldPolicy } from '#auth';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput, S3Deps> = {
  access: onBucket('s3:GetBucketPolicy'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    const policy = toldPolicy(bucket.settings, call.scope, deps.principals);
    if (policy === undefined) throw noSuch('NoSuchBucketPolicy', 'The bucket policy does not exist', bucket.name);
    return { Policy: policy };
  },
};
