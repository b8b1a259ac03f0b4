import type { Empty, PutBucketAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { refuseAcl } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const putBucketAcl: Operation<PutBucketAclRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketAcl'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      refuseAcl(input, bucket);
      return {};
    }),
};
