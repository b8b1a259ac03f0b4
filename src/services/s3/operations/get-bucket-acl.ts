import type { GetBucketAclOutput, GetBucketAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { ownerOnly } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketAcl: Operation<GetBucketAclRequest, GetBucketAclOutput, S3Deps> = {
  access: onBucket('s3:GetBucketAcl'),
  run: (input, call, deps) => {
    return ownerOnly(bucketOf(input, call, deps).account);
  },
};
