import type { GetBucketWebsiteOutput, GetBucketWebsiteRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

export const getBucketWebsite: Operation<GetBucketWebsiteRequest, GetBucketWebsiteOutput, S3Deps> = {
  access: onBucket('s3:GetBucketWebsite'),
  run: (input, call, deps) => {
    const bucket = bucketOf(input, call, deps);
    if (bucket.settings.website) return bucket.settings.website;
    throw noSuch('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration', bucket.name);
  },
};
