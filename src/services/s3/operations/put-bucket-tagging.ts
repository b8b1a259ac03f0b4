import type { Empty, PutBucketTaggingRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { BUCKET_TAGS, checkTags } from '../tags.ts';

export const putBucketTagging: Operation<PutBucketTaggingRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketTagging'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      checkTags(input.Tagging.TagSet ?? [], BUCKET_TAGS);
      deps.buckets.configure(bucket, { tags: input.Tagging.TagSet ?? [] });
      return {};
    }),
};
