import type { Empty, UntagResourceRequest } from '#api/s3control';
import type { Operation } from '#core';
import type { S3ControlDeps } from '../deps.ts';
import { onResource, taggedBucket } from '../resource.ts';

/** aws: a key that is not there is no error — recorded AWS answer in localstack tests/aws/services/s3control, test_tag_lifecycle */
export const untagResource: Operation<UntagResourceRequest, Empty, S3ControlDeps> = {
  access: onResource('s3:UntagResource'),
  run: (input, call, deps) =>
    deps.buckets.transaction(() => {
      const { partition } = call.scope;
      const bucket = taggedBucket(input, call, deps);
      const gone = new Set(input.TagKeys);
      const left = deps.buckets.tags(partition, bucket).filter((tag) => !gone.has(tag.Key));
      deps.buckets.setTags(partition, bucket, left);
      return {};
    }),
};
