import type { Empty, PutBucketCorsRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import { checkRules } from '../cross-origin.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const putBucketCors: Operation<PutBucketCorsRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketCORS'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      const rules = input.CORSConfiguration.CORSRules ?? [];
      checkRules(rules);
      deps.buckets.configure(bucket, { cors: rules });
      return {};
    }),
};
