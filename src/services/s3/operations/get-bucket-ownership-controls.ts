import type { GetBucketOwnershipControlsOutput, GetBucketOwnershipControlsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketOwnershipControls: Operation<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput, S3Deps> =
  {
    access: onBucket('s3:GetBucketOwnershipControls'),
    run: (input, call, deps) => {
      const { name, settings } = bucketOf(input, call, deps);
      if (settings.ownership === null) {
        throw noSuch('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', name);
      }
      return { OwnershipControls: { Rules: [{ ObjectOwnership: settings.ownership ?? 'BucketOwnerEnforced' }] } };
    },
  };
