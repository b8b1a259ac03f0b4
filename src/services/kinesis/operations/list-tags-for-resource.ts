import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { onResource, resourceOf } from '../resource.ts';
import { sortedTags } from '../tags.ts';

export const listTagsForResource: Operation<ListTagsForResourceInput, ListTagsForResourceOutput, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => ({ Tags: sortedTags(resourceOf(input, call, deps).tags) }),
};
