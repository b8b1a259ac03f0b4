import type { BatchResultErrorEntry, PublishBatchResultEntry } from '#api/sns';
import { AwsError } from '#core';
import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { MOST_BYTES, prepared, publish } from '../publishing.ts';

/** aws: ten — API reference, PublishBatch */
const MOST = 10;

export const publishBatch: SnsOperation<'PublishBatch'> = {
  access: (input, scope) => ({ ...onTopic(input, scope), action: 'sns:Publish' }),
  run: async ({ TopicArn, PublishBatchRequestEntries: entries }, call, deps) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, deps.topics);
    if (entries.length === 0) throw errors.noEntries();
    if (entries.length > MOST) throw errors.tooManyEntries();
    if (new Set(entries.map(({ Id }) => Id)).size < entries.length) throw errors.sameIds();
    for (const { Id } of entries) {
      if (Id.length > 80) throw errors.longEntryId(Id);
      if (!/^[\w-]+$/.test(Id)) throw errors.badEntryId(Id);
    }
    const Successful: PublishBatchResultEntry[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    const messages = entries.map((entry) => {
      try {
        return { id: entry.Id, message: prepared(entry) };
      } catch (thrown) {
        if (!(thrown instanceof AwsError)) throw thrown;
        Failed.push({ Id: entry.Id, Code: thrown.code, Message: thrown.message, SenderFault: true });
        return undefined;
      }
    });
    if (messages.reduce((sum, each) => sum + (each?.message.bytes ?? 0), 0) > MOST_BYTES) throw errors.batchTooLong();
    const publisher = { caller: call.caller, cipher: await deps.keys.cipher(scope, topic, call) };
    for (const each of messages) {
      if (each) Successful.push({ Id: each.id, MessageId: publish(scope, topic, each.message, publisher, deps) });
    }
    deps.post.wake();
    return { Successful, Failed };
  },
};
