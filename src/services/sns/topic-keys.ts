import type { Call, Caller, Clock, DataKeys } from '#core';
import { type Cipher, type Database, openRecordCiphers, type RecordCiphers, type Sealed } from '#storage';
import { keyRefusal } from './errors.ts';
import type { Message, SealedMessage, TopicRow } from './rows.ts';
import type { Place, TopicStore } from './store.ts';

/** What topics with a key ask of KMS, each time in the name of who publishes: his permissions decide. */
export type MessageKeys = Pick<DataKeys, 'generate' | 'open'>;

const HOUR = 3_600_000;

/** The keys of topics: messages on their way to subscribers are encrypted where their topic has a key. */
export class TopicKeys {
  readonly #topics: TopicStore;
  readonly #records: RecordCiphers;
  readonly #clock: Clock;

  constructor(database: Database, topics: TopicStore, keys: MessageKeys, clock: Clock) {
    this.#topics = topics;
    this.#clock = clock;
    this.#records = openRecordCiphers(database, { table: 'sns_data_key', column: 'topic' }, keys, clock);
  }

  /**
   * What encrypts the messages of a publisher, where his topic has a key.
   * aws: a publisher needs kms:GenerateDataKey* and kms:Decrypt; a data key is used for five minutes — developer guide, "Managing Amazon SNS encryption keys and costs"
   */
  async cipher(place: Place, topic: TopicRow, call: Call): Promise<Cipher | undefined> {
    const keyId = topic.attributes['KmsMasterKeyId'];
    if (!keyId) return undefined;
    const by = sealedBy(place, topic.arn, topic.name, call);
    const ready = this.#records.ready(by, keyId);
    if (ready) return ready;
    this.#forgetOld(place, topic.name);
    try {
      const made = await this.#records.prepare(by, keyId);
      await this.#records.opener(by).prepare(made.tag);
      return made;
    } catch (thrown) {
      throw keyRefusal(thrown, call.requestId);
    }
  }

  /** Rejects where who published it may not use the key any more, or the key cannot be used. */
  async opened(place: Place, topicArn: string, id: string, { tag, data, by }: SealedMessage): Promise<Message> {
    const [, partition = '', , , , name = ''] = topicArn.split(':');
    const call = { caller: by, scope: { ...place, partition } };
    const entry = { index: 0, millis: 0, key: undefined, data: Buffer.from(data, 'base64'), tag };
    const [opened] = await this.#records.opener(sealedBy(place, topicArn, name, call)).open(id, [entry]);
    return JSON.parse(Buffer.from(opened?.data ?? []).toString('utf8')) as Message;
  }

  /** The topic is gone. */
  forget(place: Place, name: string): void {
    this.#records.forget({ scope: place, owner: name });
  }

  /** Messages are there or given up within minutes; those that have waited for longer, over a stop, keep all keys. */
  #forgetOld(place: Place, name: string): void {
    const [oldest] = this.#topics.waiting(1);
    const now = this.#clock.millis();
    if (!oldest || oldest.delivery.due > now - HOUR) this.#records.forget({ scope: place, owner: name }, now - 3 * HOUR);
  }
}

export const sealMessage = (cipher: Cipher, id: string, message: Message, by: Caller): SealedMessage => {
  const { tag = 0, data } = cipher.seal(id, undefined, Buffer.from(JSON.stringify(message), 'utf8'));
  return { tag, data: Buffer.from(data).toString('base64'), by };
};

const sealedBy = (place: Place, arn: string, name: string, user: Sealed['user']): Sealed => ({
  scope: place,
  owner: name,
  user,
  // aws: the encryption context — observed in public key policies that ask for kms:EncryptionContext:aws:sns:topicArn
  context: { 'aws:sns:topicArn': arn },
});
