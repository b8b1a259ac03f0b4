import { onTopic } from '../address.ts';
import { confirm } from '../confirming.ts';
import type { SnsOperation } from '../deps.ts';

export const confirmSubscription: SnsOperation<'ConfirmSubscription'> = {
  access: onTopic,
  run: ({ TopicArn, Token, AuthenticateOnUnsubscribe }, { scope }, { topics }) => ({
    SubscriptionArn: confirm(TopicArn, Token, AuthenticateOnUnsubscribe === 'true', scope, topics).arn,
  }),
};
