import type { Empty, PutBucketOwnershipControlsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { aclsCount, isOwnersAlone } from '../acl.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { aclsOfEnforced } from '../setting-errors.ts';

export const putBucketOwnershipControls: Operation<PutBucketOwnershipControlsRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketOwnershipControls'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const [rule, ...more] = input.OwnershipControls.Rules ?? [];
      if (!rule?.ObjectOwnership || more.length > 0) throw malformedXml();
      // aws: a list that gives something to others must be reset first — S3 User Guide, "Prerequisites for disabling ACLs"
      // … and one that gives the owner less than everything — recorded, radkawar/stackd s3/ownership_replay.json
      const enforced = rule.ObjectOwnership === 'BucketOwnerEnforced' && aclsCount(bucket.settings);
      if (enforced && bucket.settings.acl && !isOwnersAlone(bucket.settings.acl, bucket.account)) throw aclsOfEnforced();
      deps.buckets.configure(bucket, { ownership: rule.ObjectOwnership });
      return {};
    }),
};
