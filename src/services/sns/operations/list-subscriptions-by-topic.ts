import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { page } from '../page.ts';
import { listed } from '../subscription-attributes.ts';

export const listSubscriptionsByTopic: SnsOperation<'ListSubscriptionsByTopic'> = {
  access: onTopic,
  run: ({ TopicArn, NextToken }, call, { topics }) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    const { found, next } = page(topics.subscriptions(scope).list({ under: [topic.name] }), ({ arn }) => arn, NextToken);
    return { Subscriptions: found.map(listed), NextToken: next };
  },
};
