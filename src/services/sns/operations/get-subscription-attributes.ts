import { anywhere, ownedSubscription } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { subscriptionAttributes } from '../subscription-attributes.ts';

export const getSubscriptionAttributes: SnsOperation<'GetSubscriptionAttributes'> = {
  access: anywhere,
  run: ({ SubscriptionArn }, { scope, caller }, { topics }) => ({
    Attributes: subscriptionAttributes(ownedSubscription(SubscriptionArn, scope, caller, topics).subscription),
  }),
};
