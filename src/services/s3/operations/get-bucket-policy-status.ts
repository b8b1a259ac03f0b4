import type { GetBucketPolicyStatusOutput, GetBucketPolicyStatusRequest } from '#api/s3';
import { isPublicPolicy } from '#auth';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketPolicyStatus: Operation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput, S3Deps> = {
  access: onBucket('s3:GetBucketPolicyStatus'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (settings.policy === undefined) throw noSuch('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
    return { PolicyStatus: { IsPublic: isPublicPolicy(settings.policy) } };
  },
};
