import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { policyOf } from '../topic-attributes.ts';

const ACTIONS = new Set([
  'Publish',
  'RemovePermission',
  'SetTopicAttributes',
  'DeleteTopic',
  'ListSubscriptionsByTopic',
  'GetTopicAttributes',
  'AddPermission',
  'Subscribe',
  '*',
]);

interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

export const addPermission: SnsOperation<'AddPermission'> = {
  access: onTopic,
  run: ({ TopicArn, Label, AWSAccountId, ActionName }, call, { topics }) => {
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    if (ActionName.some((name) => !ACTIONS.has(name))) throw errors.outOfScope();
    const policy = JSON.parse(policyOf(topic)) as Policy;
    if (policy.Statement.some(({ Sid }) => Sid === Label)) throw errors.statementExists();
    const statement = {
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: AWSAccountId.map((account) => `arn:${scope.partition}:iam::${account}:root`) },
      Action: ActionName.map((name) => `SNS:${name}`),
      Resource: topic.arn,
    };
    const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
    topics.topics(scope).put([topic.name], { ...topic, attributes: { ...topic.attributes, Policy } });
    return {};
  },
};
