import type { Empty, UntagResourceInput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { onResource, resourceOf } from '../resource.ts';
import { checkTagKeys, without } from '../tags.ts';

export const untagResource: Operation<UntagResourceInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    checkTagKeys(input.TagKeys);
    resource.change({ tags: without(resource.tags, input.TagKeys) });
    return {};
  },
};
