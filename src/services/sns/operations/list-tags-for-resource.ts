import { onTagged, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';

export const listTagsForResource: SnsOperation<'ListTagsForResource'> = {
  access: onTagged,
  run: ({ ResourceArn }, { scope }, { topics }) => ({
    Tags: Object.entries(topicOf(ResourceArn, scope, topics).topic.tags).map(([Key, Value]) => ({ Key, Value })),
  }),
};
