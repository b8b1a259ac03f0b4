import { anywhere, subscriptionOf } from '../address.ts';
import { unsubscribe as end } from '../confirming.ts';
import type { SnsOperation } from '../deps.ts';
import { subscriptionNotFound } from '../errors.ts';

/** aws: what is not there has ended already — recorded in localstack tests/aws/services/sns, test_unsubscribe_idempotency */
export const unsubscribe: SnsOperation<'Unsubscribe'> = {
  access: anywhere,
  run: ({ SubscriptionArn }, call, { topics }) => {
    const { scope, subscription } = subscriptionOf(SubscriptionArn, call.scope, topics);
    if (!subscription) return {};
    if (![subscription.owner, scope.account].includes(call.caller.account)) throw subscriptionNotFound();
    end(subscription.topicArn.split(':')[5] ?? '', subscription.id, scope, topics);
    return {};
  },
};
