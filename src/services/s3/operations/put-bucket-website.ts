import type { Empty, PutBucketWebsiteRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { checkWebsite } from '../website.ts';

/** Keeps what is said and tells it again. Nobody serves it: the service's README says so. */
export const putBucketWebsite: Operation<PutBucketWebsiteRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketWebsite'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      checkWebsite(input.WebsiteConfiguration);
      deps.buckets.configure(bucket, { website: input.WebsiteConfiguration });
      return {};
    }),
};
