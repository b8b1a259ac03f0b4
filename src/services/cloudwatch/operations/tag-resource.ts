import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { taggedBy, withTags } from '../tags.ts';

export const tagResource: CloudWatchOperation<'TagResource'> = {
  access: ({ ResourceARN }) => ({ resource: ResourceARN }),
  run: ({ ResourceARN, Tags }, { scope }, deps) => {
    const tagged = taggedBy(ResourceARN, scope, deps);
    if (!tagged) throw errors.taggedMissing(ResourceARN);
    tagged.keep(withTags(tagged.tags, Tags));
    return {};
  },
};
