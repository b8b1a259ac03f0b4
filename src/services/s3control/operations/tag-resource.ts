import type { Empty, TagResourceRequest } from '#api/s3control';
import type { Operation } from '#core';
import type { S3ControlDeps } from '../deps.ts';
import { onResource, taggedBucket } from '../resource.ts';
import { checkNewTags, withTags } from '../tags.ts';

export const tagResource: Operation<TagResourceRequest, Empty, S3ControlDeps> = {
  access: onResource('s3:TagResource'),
  run: (input, call, deps) =>
    deps.buckets.transaction(() => {
      const { partition } = call.scope;
      const bucket = taggedBucket(input, call, deps);
      checkNewTags(input.Tags);
      deps.buckets.setTags(partition, bucket, withTags(deps.buckets.tags(partition, bucket), input.Tags));
      return {};
    }),
};
