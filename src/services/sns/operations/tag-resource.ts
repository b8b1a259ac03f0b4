import { onTagged, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { withTags } from '../tags.ts';

export const tagResource: SnsOperation<'TagResource'> = {
  access: onTagged,
  run: ({ ResourceArn, Tags }, call, { topics }) => {
    const { scope, topic } = topicOf(ResourceArn, call.scope, topics);
    topics.topics(scope).put([topic.name], { ...topic, tags: withTags(topic.tags, Tags) });
    return {};
  },
};
