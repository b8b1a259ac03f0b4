import { type Clock, type Logger, messageOf, parseArn } from '#core';
import { documentOf, envelopeOf } from './envelope.ts';
import type { Courier, Links, Mailbox, Seal } from './ports.ts';
import type { DeliveryRow, Message, SubscriptionRow } from './rows.ts';
import type { Place, TopicStore } from './store.ts';
import { DELIVERY } from './topic-attributes.ts';
import type { TopicKeys } from './topic-keys.ts';

/** On their way at the same time. Ours. */
const AT_ONCE = 10;

export interface PostDeps {
  readonly topics: TopicStore;
  readonly keys: TopicKeys;
  readonly courier: Courier;
  readonly mailbox: Mailbox;
  readonly links: Links;
  readonly seal: () => Promise<Seal>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Brings messages to subscribers; what is on its way survives a restart. With nothing on its way nothing runs. */
export class Post {
  readonly #deps: PostDeps;
  readonly #closing = new AbortController();
  readonly #carried = new Map<string, Promise<void>>();
  #sleep = new AbortController();
  #running: Promise<void> | undefined;

  constructor(deps: PostDeps) {
    this.#deps = deps;
  }

  /** There is something new to carry. */
  wake(): void {
    if (this.#closing.signal.aborted) return;
    this.#sleep.abort();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#sleep.abort();
    await this.#running;
    await Promise.all(this.#carried.values());
  }

  async #run(): Promise<void> {
    const { topics, clock } = this.#deps;
    while (!this.#closing.signal.aborted) {
      this.#sleep = new AbortController();
      const waiting = topics.waiting(AT_ONCE * 2).filter(({ delivery }) => !this.#carried.has(delivery.id));
      if (waiting.length === 0 && this.#carried.size === 0) return;
      const now = clock.millis();
      for (const { place, delivery } of waiting) {
        if (delivery.due <= now && this.#carried.size < AT_ONCE) this.#start(place, delivery);
      }
      const next = waiting.find(({ delivery }) => !this.#carried.has(delivery.id))?.delivery.due;
      const pause =
        next === undefined || this.#carried.size >= AT_ONCE
          ? undefined
          : clock.sleep(Math.max(0, next - now), this.#sleep.signal);
      await Promise.race([...this.#carried.values(), ...(pause ? [pause.catch(() => {})] : []), aborted(this.#sleep.signal)]);
      this.#sleep.abort();
    }
  }

  #start(place: Place, delivery: DeliveryRow): void {
    const carried = this.#carry(place, delivery).finally(() => this.#carried.delete(delivery.id));
    this.#carried.set(delivery.id, carried);
  }

  async #carry(place: Place, delivery: DeliveryRow): Promise<void> {
    const { topics, clock, logger } = this.#deps;
    const subscription = topics.subscriptions(place).get(delivery.topic, delivery.subscription);
    await topics.settled();
    const outcome = subscription ? await this.#hand(place, subscription, delivery) : 'done';
    topics.transaction(() => {
      topics.done(place, delivery);
      const attempts = delivery.attempts + 1;
      const { numRetries, minDelayTarget } = DELIVERY.defaultHealthyRetryPolicy;
      if (outcome === 'again' && attempts <= numRetries) {
        topics.queue(place, { ...delivery, attempts, due: clock.millis() + minDelayTarget * 1000 });
      } else if (outcome !== 'done') {
        logger.warn({ subscription: subscription?.arn, attempts }, 'a message could not be delivered and is given up');
      }
    });
  }

  /** aws: a client error is final, all else is tried again; 429 is no client error in this — developer guide, Message delivery retries */
  async #hand(place: Place, subscription: SubscriptionRow, delivery: DeliveryRow): Promise<'done' | 'again' | 'given up'> {
    const { links, courier, mailbox, logger } = this.#deps;
    const message = await this.#messageOf(place, subscription, delivery);
    if (!message) return 'again';
    const seal = await this.#deps.seal();
    const signatureVersion = this.#topicAttribute(place, subscription, 'SignatureVersion') ?? '1';
    const sealing = { links, seal, signatureVersion };
    if (subscription.protocol.startsWith('email')) {
      const plain = subscription.protocol === 'email' ? plainText(subscription, message.text, message.type, links) : undefined;
      const text = plain ?? JSON.stringify(documentOf(message, subscription, sealing), undefined, 2);
      const subject =
        message.subject ??
        (message.type === 'Notification' ? 'AWS Notification Message' : 'AWS Notification - Subscription Confirmation');
      mailbox.put(place, { to: subscription.endpoint, subject, text, at: new Date(message.at) });
      return 'done';
    }
    try {
      const { headers, body } = envelopeOf(message, subscription, sealing);
      const status = await courier.post(subscription.endpoint, headers, body);
      if (status >= 200 && status < 300) return 'done';
      return status >= 400 && status < 500 && status !== 429 ? 'given up' : 'again';
    } catch (thrown) {
      logger.debug({ subscription: subscription.arn, reason: messageOf(thrown) }, 'a subscriber could not be reached');
      return 'again';
    }
  }

  /** Undefined where it is encrypted, and cannot be decrypted now. */
  async #messageOf(place: Place, { topicArn }: SubscriptionRow, delivery: DeliveryRow): Promise<Message | undefined> {
    if (!delivery.sealed) return delivery.message;
    const { keys, logger } = this.#deps;
    return keys.opened(place, topicArn, delivery.id, delivery.sealed).catch((thrown: unknown) => {
      logger.warn({ topicArn, reason: messageOf(thrown) }, 'a message could not be decrypted');
      return undefined;
    });
  }

  #topicAttribute(place: Place, { topicArn }: SubscriptionRow, name: string): string | undefined {
    return this.#deps.topics.topics(place).get(parseArn(topicArn)?.resource ?? '')?.attributes[name];
  }
}

/** aws: mail says how to confirm, and how to end it — developer guide, Email notifications. The words are ours. */
function plainText({ topicArn, token = '', arn }: SubscriptionRow, text: string, type: string, links: Links): string {
  if (type !== 'Notification') return `${text}\n\n${links.confirm(topicArn, token)}\n`;
  return `${text}\n\n--\nTo stop receiving notifications from this topic: ${links.unsubscribe(arn)}\n`;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
