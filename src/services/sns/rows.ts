import type { Caller } from '#core';

/** Instants are milliseconds since the epoch. */
export interface TopicRow {
  readonly name: string;
  readonly arn: string;
  /** Those that were set; what is not set has AWS's default. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Subscriptions that have been deleted. */
  readonly deleted: number;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  readonly principal: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What confirms it; absent when it is confirmed. */
  readonly token?: string;
  /** Whether its owner confirmed it himself, or only he may end it. */
  readonly authenticated: boolean;
}

export interface MessageAttribute {
  readonly type: string;
  /** Binary values in base64. */
  readonly value: string;
}

export interface Message {
  readonly id: string;
  readonly at: number;
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly subject?: string;
  readonly text: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
}

/** A message that is encrypted on its way. */
export interface SealedMessage {
  /** The number of its data key. */
  readonly tag: number;
  /** Base64. */
  readonly data: string;
  /** Who published it: in his name it is decrypted. */
  readonly by: Caller;
}

/** A message on its way to a subscription, until it is there or given up. */
export interface DeliveryRow {
  readonly id: string;
  readonly topic: string;
  readonly subscription: string;
  /** Of a topic without a key. */
  readonly message?: Message;
  /** Of a topic that has one. */
  readonly sealed?: SealedMessage;
  readonly due: number;
  readonly attempts: number;
}
