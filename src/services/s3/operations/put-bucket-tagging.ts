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
      const tags = input.Tagging.TagSet ?? [];
      checkTags(tags, BUCKET_TAGS);
      // aws: no tags are as good as none ever set — recorded AWS answer in localstack tests/aws/services/s3, test_bucket_tagging_crud
      deps.buckets.configure(bucket, { tags: tags.length > 0 ? tags : undefined });
      return {};
    }),
};
