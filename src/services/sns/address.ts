import { type Access, arnOf, type Caller, parseArn, type Scope } from '#core';
import * as errors from './errors.ts';
import type { SubscriptionRow, TopicRow } from './rows.ts';
import type { TopicStore } from './store.ts';

export interface Address {
  readonly scope: Scope;
  readonly name: string;
}

export const topicArn = (scope: Scope, name: string): string => arnOf('sns', scope, name);

/** Where a topic is, by its ARN; another account's too, but of this region. */
export function addressOf(arn: string | undefined, { region }: Scope, parameter = 'TopicArn'): Address {
  const parts = (arn ?? '').split(':');
  if (parts.length < 6) throw errors.shortArn(parameter, parts.length);
  const parsed = parseArn(arn ?? '');
  if (parsed?.service !== 'sns' || parsed.region !== region || parsed.resource.includes(':')) throw errors.badArn(parameter);
  return { scope: { partition: parsed.partition, account: parsed.account, region }, name: parsed.resource };
}

/** aws: what is asked of a topic is asked of its account — service authorization reference */
export const onTopic = ({ TopicArn }: { readonly TopicArn?: string | undefined }, scope: Scope): Access => {
  const address = addressOf(TopicArn, scope);
  return { resource: topicArn(address.scope, address.name), resourceAccount: address.scope.account };
};

export const onTagged = ({ ResourceArn }: { readonly ResourceArn: string }, scope: Scope): Access =>
  onTopic({ TopicArn: addressOf(ResourceArn, scope, 'ResourceArn') && ResourceArn }, scope);

/** Lists and subscriptions have no resource level. */
export const anywhere = (_: unknown, { account }: Scope): Access => ({ resource: '*', resourceAccount: account });

export function topicOf(arn: string | undefined, scope: Scope, topics: TopicStore): { scope: Scope; topic: TopicRow } {
  const address = addressOf(arn, scope);
  const topic = topics.topics(address.scope).get(address.name);
  if (!topic) throw errors.topicNotFound();
  return { scope: address.scope, topic };
}

/** A subscription is named `…:topic:id`. */
export function subscriptionOf(
  arn: string,
  scope: Scope,
  topics: TopicStore,
): { scope: Scope; subscription: SubscriptionRow | undefined } {
  if (arn === '') throw errors.invalid('SubscriptionArn Reason: no value for required parameter');
  const parts = arn.split(':');
  if (parts.length < 6) throw errors.shortArn('SubscriptionArn', parts.length);
  const [name = '', id] = parts.slice(5);
  if (id === undefined) throw errors.badSubscriptionId();
  const there = { ...scope, account: parts[4] ?? '', region: parts[3] ?? '' };
  return { scope: there, subscription: topics.subscriptions(there).get(name, id) };
}

/** aws: a subscription belongs to who made it: others of its account may touch it, other accounts may not — developer guide */
export function ownedSubscription(arn: string, scope: Scope, caller: Caller, topics: TopicStore) {
  const found = subscriptionOf(arn, scope, topics);
  const { subscription } = found;
  if (!subscription || (subscription.owner !== caller.account && found.scope.account !== caller.account))
    throw errors.subscriptionNotFound();
  return { scope: found.scope, subscription, topicName: subscription.topicArn.split(':')[5] ?? '' };
}
