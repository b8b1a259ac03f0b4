import type { Empty, TagResourceInput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { tooManyTags } from '../errors.ts';
import { onResource, resourceOf } from '../resource.ts';
import { checkTags } from '../tags.ts';

export const tagResource: Operation<TagResourceInput, Empty, KinesisDeps> = {
  access: onResource,
  run: (input, call, deps) => {
    const resource = resourceOf(input, call, deps);
    checkTags(input.Tags, resource.tags, () => tooManyTags('resource', resource.arn, resource.account));
    resource.change({ tags: { ...resource.tags, ...input.Tags } });
    return {};
  },
};
