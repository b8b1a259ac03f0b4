import type { Empty, PutBucketAclRequest } from '#api/s3';
import type { Operation } from '#core';
import { aclContext, onBucket } from '../access.ts';
import { aclSet } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const putBucketAcl: Operation<PutBucketAclRequest, Empty, S3Deps> = {
  access: onBucket<PutBucketAclRequest>('s3:PutBucketAcl', aclContext),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      deps.buckets.configure(bucket, { acl: aclSet(input, bucket) });
      return {};
    }),
};
