import type { Empty, PutBucketPolicyRequest } from '#api/s3';
import { isPublicPolicy } from '#auth';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { checkBucketPolicy } from '../bucket-policy.ts';
import type { S3Deps } from '../deps.ts';
import { blockedPublicPolicy } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { bucketArn } from '../names.ts';
import { pinned } from '../policy-principals.ts';
import { publicAccessBlock } from '../public-access.ts';

export const putBucketPolicy: Operation<PutBucketPolicyRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketPolicy'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      checkBucketPolicy(input.Policy, bucketArn(call.scope, bucket.name), deps.policyActions);
      if (publicAccessBlock(bucket).BlockPublicPolicy && isPublicPolicy(input.Policy)) {
        throw blockedPublicPolicy(call.caller.arn, bucketArn(call.scope, bucket.name));
      }
      deps.buckets.configure(bucket, pinned(input.Policy, call.scope, deps.principals));
      return {};
    }),
};
