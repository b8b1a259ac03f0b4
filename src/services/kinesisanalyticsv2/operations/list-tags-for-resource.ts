import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { taggedAt } from './tag-resource.ts';

export const listTagsForResource: Operation<api.ListTagsForResourceRequest, api.ListTagsForResourceResponse, ControlDeps> = {
  access: (input) => ({ resource: input.ResourceARN }),
  run(input, { scope }, deps) {
    const { tags } = taggedAt(deps.tables.in(scope), scope, input.ResourceARN);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
};
