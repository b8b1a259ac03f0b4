import { addressOf, onTopic } from '../address.ts';
import type { SnsOperation } from '../deps.ts';

/** aws: what is not there is deleted already — recorded in localstack tests/aws/services/sns, test_delete_topic_idempotency */
export const deleteTopic: SnsOperation<'DeleteTopic'> = {
  access: onTopic,
  run: ({ TopicArn }, { scope }, { topics, keys }) => {
    const { scope: there, name } = addressOf(TopicArn, scope);
    topics.transaction(() => {
      topics.topics(there).delete(name);
      keys.forget(there, name);
      for (const { id } of topics.subscriptions(there).list({ under: [name] })) topics.subscriptions(there).delete(name, id);
    });
    return {};
  },
};
