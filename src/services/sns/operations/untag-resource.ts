import { onTagged, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';

export const untagResource: SnsOperation<'UntagResource'> = {
  access: onTagged,
  run: ({ ResourceArn, TagKeys }, call, { topics }) => {
    const { scope, topic } = topicOf(ResourceArn, call.scope, topics);
    const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key)));
    topics.topics(scope).put([topic.name], { ...topic, tags });
    return {};
  },
};
