import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { taggedAt } from './tag-resource.ts';

export const untagResource: Operation<api.UntagResourceRequest, api.UntagResourceResponse, ControlDeps> = {
  access: (input) => ({ resource: input.ResourceARN }),
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    store.transaction(() => {
      const { tags: known, put } = taggedAt(store, scope, input.ResourceARN);
      const gone = new Set(input.TagKeys);
      // aws: that absent keys are ignored is unverified
      const tags = Object.fromEntries(Object.entries(known).filter(([key]) => !gone.has(key)));
      put(tags);
    });
    return {};
  },
};
