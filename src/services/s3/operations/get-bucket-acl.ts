import type { GetBucketAclOutput, GetBucketAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { aclShown } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketAcl: Operation<GetBucketAclRequest, GetBucketAclOutput, S3Deps> = {
  access: onBucket('s3:GetBucketAcl'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    return aclShown(bucket, bucket.settings.acl);
  },
};
