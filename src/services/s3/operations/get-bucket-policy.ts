import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketPolicy: Operation<GetBucketPolicyRequest, GetBucketPolicyOutput, S3Deps> = {
  access: onBucket('s3:GetBucketPolicy'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (settings.policy === undefined) throw noSuch('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
    return { Policy: settings.policy };
  },
};
