import type { Scope } from '#core';
import { topicOf } from './address.ts';
import * as errors from './errors.ts';
import type { SubscriptionRow } from './rows.ts';
import type { TopicStore } from './store.ts';

/** Confirms the subscription that a token was made for. aws: doing so twice answers the same — developer guide */
export function confirm(
  topicArn: string,
  token: string,
  authenticated: boolean,
  scope: Scope,
  topics: TopicStore,
): SubscriptionRow {
  if (!/^[0-9a-f]{64,}$/.test(token)) throw errors.noToken();
  const { scope: there, topic } = topicOf(topicArn, scope, topics);
  const rows = topics.subscriptions(there);
  // the token begins with the subscription's id, so that a confirmed one still knows it
  const row = rows.get(topic.name, idOf(token));
  if (!row || (row.token !== undefined && row.token !== token)) throw errors.badToken();
  if (row.token === undefined) return row;
  const { token: _, ...rest } = row;
  const confirmed = { ...rest, authenticated };
  rows.put([topic.name, row.id], confirmed);
  return confirmed;
}

/** A token of 256 bits beside the id. */
export const tokenOf = (id: string, bytes: Uint8Array): string => id.replaceAll('-', '') + Buffer.from(bytes).toString('hex');

const idOf = (token: string): string => token.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

export function unsubscribe(topicName: string, id: string, scope: Pick<Scope, 'account' | 'region'>, topics: TopicStore): void {
  topics.transaction(() => {
    const topic = topics.topics(scope).get(topicName);
    const gone = topics.subscriptions(scope).delete(topicName, id);
    if (gone && topic) topics.topics(scope).put([topicName], { ...topic, deleted: topic.deleted + 1 });
  });
}
