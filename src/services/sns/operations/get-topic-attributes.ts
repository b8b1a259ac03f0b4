import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { topicAttributes } from '../topic-attributes.ts';

export const getTopicAttributes: SnsOperation<'GetTopicAttributes'> = {
  access: onTopic,
  run: ({ TopicArn }, call, { topics }) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    return { Attributes: topicAttributes(topic, topics.subscriptions(scope).list({ under: [topic.name] })) };
  },
};
