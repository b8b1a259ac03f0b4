import type { Empty, PutBucketOwnershipControlsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const putBucketOwnershipControls: Operation<PutBucketOwnershipControlsRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketOwnershipControls'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const [rule, ...more] = input.OwnershipControls.Rules ?? [];
      if (!rule?.ObjectOwnership || more.length > 0) throw malformedXml();
      deps.buckets.configure(bucket, { ownership: rule.ObjectOwnership });
      return {};
    }),
};
