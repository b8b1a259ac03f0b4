/** A topic with a key of KMS: who may not use the key may not publish; services as little as users. */
import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Console, serveConsole } from '../console/served.ts';
import { receiver } from './served.ts';

const ACCOUNT = '000000000000';
let millrace: Console;
let client: sns.SNSClient;
let hook: Awaited<ReturnType<typeof receiver>>;
let KeyId = '';
let TopicArn = '';

const kms = async (operation: string, input: object) => (await millrace.json('kms', `TrentService.${operation}`, input)).body;
const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
const setPolicy = (...statements: object[]) =>
  kms('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) });
const publish = (Message: string) =>
  client.send(new sns.PublishCommand({ TopicArn, Message })).then(
    () => 'done',
    (thrown: Error) => `${thrown.name}: ${thrown.message}`,
  );
const setKey = (AttributeValue: string) =>
  client.send(new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue }));
const shown = async () => (await client.send(new sns.GetTopicAttributesCommand({ TopicArn }))).Attributes?.['KmsMasterKeyId'];
const heard = () => hook.received.map(({ body }) => JSON.parse(body)).filter(({ Type }) => Type === 'Notification');

beforeAll(async () => {
  millrace = await serveConsole();
  const { accessKeyId, secretAccessKey } = millrace.root;
  const credentials = { accessKeyId, secretAccessKey };
  client = new sns.SNSClient({ endpoint: millrace.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  hook = await receiver();
  KeyId = (await kms('CreateKey', {})).KeyMetadata.KeyId;
}, 60_000);
afterAll(async () => {
  client.destroy();
  hook.close();
  await millrace.close();
});

test('messages are told to subscribers, as long as the publisher may use the key', async () => {
  const Attributes = { KmsMasterKeyId: KeyId };
  ({ TopicArn = '' } = await client.send(new sns.CreateTopicCommand({ Name: 'sealed', Attributes })));
  expect(await shown()).toBe(KeyId);
  await client.send(new sns.SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  await vi.waitFor(() => expect(hook.received).toHaveLength(1));
  const { Token } = JSON.parse(hook.received[0]?.body ?? '{}');
  await client.send(new sns.ConfirmSubscriptionCommand({ TopicArn, Token }));
  expect(await publish('one')).toBe('done');
  await vi.waitFor(() => expect(heard()).toMatchObject([{ Message: 'one', TopicArn }]));
});

test('what KMS refuses, SNS passes on', async () => {
  const { KeyMetadata: other } = await kms('CreateKey', {});
  await setKey(other.Arn);
  await kms('DisableKey', { KeyId: other.KeyId });
  expect(await publish('x')).toMatch(
    /^KMSDisabledException: .* is disabled\. \(Service: AWSKMS; .*Error Code: DisabledException;/,
  );
  await setKey(KeyId.replace(/^.{8}/, '00000000'));
  expect(await publish('x')).toMatch(/^KMSNotFoundException: /);
  await setKey('');
  expect(await shown()).toBeUndefined();
  expect(await publish('two')).toBe('done');
  await vi.waitFor(() => expect(heard().map(({ Message }) => Message)).toEqual(['one', 'two']));
});

test("alarms speak to such a topic where the key's policy lets CloudWatch in, and never under the default key", async () => {
  const alarm = { AlarmName: 'a', MetricName: 'm', Namespace: 'n', Period: '60', EvaluationPeriods: '1', Statistic: 'Sum' };
  const threshold = { Threshold: '1', ComparisonOperator: 'GreaterThanThreshold', 'AlarmActions.member.1': TopicArn };
  const cloudwatch = (Action: string, input: Record<string, string>) =>
    millrace.query('monitoring', { Action, Version: '2010-08-01', ...input });
  await cloudwatch('PutMetricAlarm', { ...alarm, ...threshold });
  const turn = async (StateValue: string) => {
    await cloudwatch('SetAlarmState', { AlarmName: 'a', StateValue, StateReason: 'test' });
    const { body } = await cloudwatch('DescribeAlarmHistory', { AlarmName: 'a', HistoryItemType: 'Action' });
    return body;
  };
  await setKey('alias/aws/sns');
  expect(await publish('three')).toBe('done');
  // aws: so it is there — observed in ASFHyP3/hyp3#762
  await turn('ALARM');
  await vi.waitFor(async () => expect(await turn('OK')).toMatch(/Failed to execute action .*AWSKMS/));
  await setKey(KeyId);
  await setPolicy(own, {
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
    Condition: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': TopicArn } },
  });
  await turn('OK');
  await turn('ALARM');
  await vi.waitFor(() =>
    expect(heard().map(({ Message }) => Message)).toContainEqual(expect.stringContaining('"AlarmName":"a"')),
  );
});
