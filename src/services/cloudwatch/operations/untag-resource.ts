import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { taggedBy } from '../tags.ts';

export const untagResource: CloudWatchOperation<'UntagResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  run: ({ ResourceARN, TagKeys }, { scope }, deps) => {
    const tagged = taggedBy(ResourceARN, scope, deps);
    if (!tagged) throw errors.taggedMissing(ResourceARN);
    tagged.keep(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !TagKeys.includes(key))));
    return {};
  },
};
