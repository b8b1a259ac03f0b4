import type { MessageAttributeValue, PublishInput } from '#api/sns';
import type { Caller, Scope } from '#core';
import type { Cipher } from '#storage';
import type { SnsDeps } from './deps.ts';
import * as errors from './errors.ts';
import { wants } from './filter-policy.ts';
import type { Message, MessageAttribute, TopicRow } from './rows.ts';
import { sealMessage } from './topic-keys.ts';

/** aws: 256 KiB, its attributes included — API reference, Publish */
export const MOST_BYTES = 262_144;

type Said = Pick<PublishInput, 'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes'>;

export type Prepared = Omit<Message, 'id' | 'at' | 'type' | 'text'> & {
  /** What a protocol's subscribers are told. */
  readonly textFor: (protocol: string) => string;
  readonly bytes: number;
};

/** A message, checked in AWS's words. */
export function prepared({ Message, Subject, MessageStructure, MessageAttributes }: Said): Prepared {
  if (Message === '') throw errors.emptyMessage();
  // aws: up to 100 characters, no line breaks or control characters, nothing empty — API reference, Publish, Subject
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (Subject !== undefined && (Subject === '' || Subject.length > 100 || /[\x00-\x1f]/.test(Subject))) throw errors.badSubject();
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes ?? {}).map(([name, each]) => [name, attributeOf(name, each)]),
  );
  const bytes = Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) => sum + name.length + type.length + value.length,
    0,
  );
  const size = bytes + Buffer.byteLength(Message);
  if (size > MOST_BYTES) throw errors.longMessage();
  return {
    ...(Subject !== undefined && { subject: Subject }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    textFor: MessageStructure === 'json' ? structured(Message) : () => Message,
    bytes: size,
  };
}

function structured(text: string): (protocol: string) => string {
  let texts: Readonly<Record<string, unknown>>;
  try {
    texts = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw errors.brokenStructure();
  }
  const standard = texts?.['default'];
  if (typeof standard !== 'string') throw errors.noDefault();
  return (protocol) => (typeof texts[protocol] === 'string' ? (texts[protocol] as string) : standard);
}

function checkName(name: string): void {
  if (name === '') throw errors.noName();
  if (Buffer.byteLength(name) > 256) throw errors.longName();
  const odd = /[^\w.-]/u.exec(name)?.[0];
  if (odd !== undefined) throw errors.oddCharacter(odd);
  if (name.startsWith('.')) throw errors.dotAt('starting');
  if (name.endsWith('.')) throw errors.dotAt('ending');
  if (name.includes('..')) throw errors.twoDots();
}

function attributeOf(name: string, { DataType: type, StringValue, BinaryValue }: MessageAttributeValue): MessageAttribute {
  checkName(name);
  const field = /^(String|Number|Binary)(\..+)?$/.exec(type)?.[1];
  if (field === undefined) throw errors.badAttributeType(name);
  if (field === 'Binary') {
    if (StringValue !== undefined) throw errors.wrongField(name, type, 'Binary');
    if (!BinaryValue || BinaryValue.length === 0) throw errors.emptyAttribute(name, type);
    return { type, value: Buffer.from(BinaryValue).toString('base64') };
  }
  if (BinaryValue !== undefined) throw errors.wrongField(name, type, 'String');
  if (StringValue === undefined || StringValue === '') throw errors.emptyAttribute(name, type);
  return { type, value: StringValue };
}

/** Who publishes to a topic, and what encrypts his messages where it has a key. */
export interface Publisher {
  readonly caller: Caller;
  readonly cipher: Cipher | undefined;
}

/** Puts a message on its way to all who want it; returns its id. */
export function publish(
  scope: Scope,
  topic: TopicRow,
  message: Prepared,
  { caller, cipher }: Publisher,
  { topics, clock, ids }: SnsDeps,
): string {
  const { textFor, bytes: _, ...rest } = message;
  const base = { ...rest, id: ids.uuid(), at: clock.millis(), type: 'Notification' as const };
  topics.transaction(() => {
    for (const subscription of topics.subscriptions(scope).list({ under: [topic.name] })) {
      const told: Message = { ...base, text: textFor(subscription.protocol) };
      if (subscription.token !== undefined || !wants(subscription.attributes, told)) continue;
      const id = ids.uuid();
      const delivery = {
        id,
        topic: topic.name,
        subscription: subscription.id,
        ...(cipher ? { sealed: sealMessage(cipher, id, told, caller) } : { message: told }),
        due: base.at,
        attempts: 0,
      };
      topics.queue(scope, delivery);
    }
  });
  return base.id;
}
