import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '#api/s3control';
import type { Operation } from '#core';
import type { S3ControlDeps } from '../deps.ts';
import { onResource, taggedBucket } from '../resource.ts';

export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResult, S3ControlDeps> = {
  access: onResource('s3:ListTagsForResource'),
  run: (input, call, deps) => ({ Tags: deps.buckets.tags(call.scope.partition, taggedBucket(input, call, deps)) }),
};
