import { compilePolicy } from '#auth';
import { messageOf, parseArn } from '#core';
import * as errors from './errors.ts';
import type { SubscriptionRow, TopicRow } from './rows.ts';

/** aws: who may without a policy of the topic's own — recorded in localstack tests/aws/services/sns, test_create_topic_with_attributes */
export const defaultPolicy = (arn: string): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': parseArn(arn)?.account ?? '' } },
      },
    ],
  });

export const policyOf = ({ arn, attributes }: TopicRow): string => attributes['Policy'] ?? defaultPolicy(arn);

/** aws: three retries, 20 seconds apart — recorded as above */
export const DELIVERY = {
  defaultHealthyRetryPolicy: {
    minDelayTarget: 20,
    maxDelayTarget: 20,
    numRetries: 3,
    numMaxDelayRetries: 0,
    numNoDelayRetries: 0,
    numMinDelayRetries: 0,
    backoffFunction: 'linear',
  },
  disableSubscriptionOverrides: false,
  defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
} as const;

/** What is told of deliveries goes to these. — API reference, SetTopicAttributes */
const PROTOCOLS = ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'];

const REFUSED = new Set([
  'FifoTopic',
  'ContentBasedDeduplication',
  'FifoThroughputScope',
  'ArchivePolicy',
  'DeliveryPolicy',
  ...PROTOCOLS.flatMap((protocol) => [`${protocol}SuccessFeedbackRoleArn`, `${protocol}FailureFeedbackRoleArn`]),
]);
/** Without a role they mean nothing, on AWS too; Terraform sets them all. */
const RATES = new Set(PROTOCOLS.map((protocol) => `${protocol}SuccessFeedbackSampleRate`));
const TAKEN = new Set(['DisplayName', 'Policy', 'SignatureVersion', 'TracingConfig', 'KmsMasterKeyId', ...RATES]);

/** An attribute of a topic, checked. What Millrace would not follow is refused. */
export function checkTopicAttribute(name: string, value: string): void {
  if (REFUSED.has(name) && value !== '' && value !== 'false') throw errors.notYet(`The topic attribute ${name}`);
  if (!TAKEN.has(name) && !REFUSED.has(name)) throw errors.badAttributeName();
  if (name === 'TracingConfig' && value !== 'PassThrough') throw errors.notYet('Active tracing');
  if (name === 'SignatureVersion' && value !== '1' && value !== '2') throw errors.invalid('SignatureVersion');
  if (RATES.has(name) && !/^(?:\d{1,2}|100)$/.test(value)) throw errors.invalid(name);
  if (name !== 'Policy') return;
  try {
    compilePolicy(value);
  } catch (thrown) {
    throw errors.badPolicy(messageOf(thrown));
  }
}

/** What is kept of attributes: an empty key is none. — API reference, SetTopicAttributes; observed in what Terraform sends */
export function kept(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { KmsMasterKeyId: key, ...rest } = attributes;
  return key ? attributes : rest;
}

export function topicAttributes(topic: TopicRow, subscriptions: readonly SubscriptionRow[]): Record<string, string> {
  const pending = subscriptions.filter(({ token }) => token !== undefined).length;
  return {
    DisplayName: '',
    ...topic.attributes,
    EffectiveDeliveryPolicy: JSON.stringify({ http: DELIVERY }),
    Owner: parseArn(topic.arn)?.account ?? '',
    Policy: policyOf(topic),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsDeleted: String(topic.deleted),
    SubscriptionsPending: String(pending),
    TopicArn: topic.arn,
  };
}
