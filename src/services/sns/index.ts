import { model, type Operations } from '#api/sns';
import { bind, type Clock, type Ids, type Logger, type Scope, type Service } from '#core';
import type { Database } from '#storage';
import { addressOf, subscriptionOf } from './address.ts';
import { confirm, unsubscribe } from './confirming.ts';
import type { SnsDeps } from './deps.ts';
import { accessDenied } from './errors.ts';
import { operations } from './operations/index.ts';
import type { Courier, Links, Mailbox, Seal } from './ports.ts';
import { Post } from './post.ts';
import { TopicStore } from './store.ts';
import { policyOf } from './topic-attributes.ts';
import { type MessageKeys, TopicKeys } from './topic-keys.ts';

export type { Courier, Links, Mail, Mailbox, Seal } from './ports.ts';

export interface SnsOptions {
  readonly database: Database;
  readonly courier: Courier;
  readonly mailbox: Mailbox;
  readonly links: Links;
  readonly seal: () => Promise<Seal>;
  readonly keys: MessageKeys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** SNS with its messages on their way, until it is closed. */
export interface Sns {
  readonly service: Service;
  /** Carries on with what was on its way. */
  start(): void;
  /** What a link in a message does: no credentials but the token. Returns the subscription's ARN. */
  confirm(topicArn: string, token: string, scope: Scope): string;
  /** aws: by link only where confirming did not ask for credentials — API reference, ConfirmSubscription. Whether it was done. */
  unsubscribe(subscriptionArn: string, scope: Scope): boolean;
  close(): Promise<void>;
}

export function openSns({ database, keys: kms, clock, ids, logger, ...ports }: SnsOptions): Sns {
  const topics = new TopicStore(database);
  const keys = new TopicKeys(database, topics, kms, clock);
  const post = new Post({ topics, keys, clock, logger, ...ports });
  return {
    service: {
      name: 'sns',
      model,
      prefix: 'sns',
      operations: bind<Operations, SnsDeps>(operations, { topics, keys, post, clock, ids }),
      resourcePolicy: (resource, scope) => {
        if (!resource.startsWith('arn:')) return undefined;
        const address = addressOf(resource, scope);
        const topic = topics.topics(address.scope).get(address.name);
        return topic && policyOf(topic);
      },
      accessDenied,
    },
    start: () => post.wake(),
    confirm: (topicArn, token, scope) => confirm(topicArn, token, false, scope, topics).arn,
    unsubscribe(arn, here) {
      const { scope, subscription } = subscriptionOf(arn, here, topics);
      if (!subscription || subscription.authenticated) return false;
      unsubscribe(subscription.topicArn.split(':')[5] ?? '', subscription.id, scope, topics);
      return true;
    },
    close: () => post.close(),
  };
}
