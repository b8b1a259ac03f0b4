import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { checkTopicAttribute, kept } from '../topic-attributes.ts';

export const setTopicAttributes: SnsOperation<'SetTopicAttributes'> = {
  access: onTopic,
  run: ({ TopicArn, AttributeName, AttributeValue = '' }, call, { topics }) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    checkTopicAttribute(AttributeName, AttributeValue);
    const attributes = kept({ ...topic.attributes, [AttributeName]: AttributeValue });
    topics.topics(scope).put([topic.name], { ...topic, attributes });
    return {};
  },
};
