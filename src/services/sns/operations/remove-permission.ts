import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { policyOf } from '../topic-attributes.ts';

export const removePermission: SnsOperation<'RemovePermission'> = {
  access: onTopic,
  run: ({ TopicArn, Label }, call, { topics }) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    const policy = JSON.parse(policyOf(topic)) as { readonly Statement: readonly { readonly Sid?: string }[] };
    const Policy = JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== Label) });
    topics.topics(scope).put([topic.name], { ...topic, attributes: { ...topic.attributes, Policy } });
    return {};
  },
};
