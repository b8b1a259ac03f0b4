import { anywhere, ownedSubscription } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { checkSubscription } from '../subscription-attributes.ts';

export const setSubscriptionAttributes: SnsOperation<'SetSubscriptionAttributes'> = {
  access: anywhere,
  run: ({ SubscriptionArn, AttributeName, AttributeValue = '' }, call, { topics }) => {
    const { scope, subscription, topicName } = ownedSubscription(SubscriptionArn, call.scope, call.caller, topics);
    const attributes = { ...subscription.attributes, [AttributeName]: AttributeValue };
    checkSubscription(attributes, '');
    topics.subscriptions(scope).put([topicName, subscription.id], { ...subscription, attributes });
    return {};
  },
};
