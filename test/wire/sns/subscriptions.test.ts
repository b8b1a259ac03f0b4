import { createVerify } from 'node:crypto';
import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, type Received, ROOT, receiver, type Stand, serve } from './served.ts';

let stand: Stand;
let root: sns.SNSClient;
beforeAll(async () => {
  stand = await serve();
  root = new sns.SNSClient({ endpoint: stand.endpoint, region: 'us-east-1', maxAttempts: 1, credentials: ROOT });
});
afterAll(async () => {
  root.destroy();
  await stand.close();
});

const SCOPE = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
  (await root.send(new sns.CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
const subscribe = (TopicArn: string, Protocol: string, Endpoint: string, more: Partial<sns.SubscribeCommandInput> = {}) =>
  root.send(new sns.SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }));
const publish = (TopicArn: string, Message: string, more: Partial<sns.PublishCommandInput> = {}) =>
  root.send(new sns.PublishCommand({ TopicArn, Message, ...more }));
const described = async (SubscriptionArn: string) =>
  (await root.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
const json = ({ body }: Received) => JSON.parse(body) as Record<string, string>;

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    const { name, message, $metadata } = thrown as sns.SNSServiceException;
    return `${name} (${$metadata.httpStatusCode}): ${message}`;
  }
  return 'nothing was refused';
}
const INVALID = 'InvalidParameterException (400): Invalid parameter: ';

/** aws: the members that are signed — developer guide of SNS, Verifying the signatures */
function isSigned(document: Record<string, string>): boolean {
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (name in document ? [`${name}\n${document[name]}\n`] : [])).join('');
  const algorithm = document['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
  return createVerify(algorithm)
    .update(text)
    .verify(stand.certPem, document['Signature'] ?? '', 'base64');
}

/** A confirmed webhook. */
async function hooked(name: string, Attributes: Record<string, string> = {}, topicAttributes: Record<string, string> = {}) {
  const hook = await receiver();
  const TopicArn = await topic(name, topicAttributes);
  const { SubscriptionArn = '' } = await subscribe(TopicArn, 'http', hook.url, { Attributes, ReturnSubscriptionArn: true });
  await expect.poll(() => hook.received).toHaveLength(1);
  const { Token } = json(hook.received[0] as Received);
  await root.send(new sns.ConfirmSubscriptionCommand({ TopicArn, Token }));
  hook.received.length = 0;
  return { ...hook, TopicArn, SubscriptionArn };
}

// recorded: localstack tests/aws/services/sns, test_subscribe_external_http_endpoint
describe('webhooks', () => {
  test('are asked before they are told', async () => {
    const hook = await receiver();
    const TopicArn = await topic('handshake');
    expect(await subscribe(TopicArn, 'http', hook.url)).toMatchObject({ SubscriptionArn: 'pending confirmation' });
    await expect.poll(() => hook.received).toHaveLength(1);
    const asked = hook.received[0] as Received;
    expect(asked.headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': TopicArn,
      'x-amz-sns-message-id': json(asked)['MessageId'],
    });
    const { Token = '', SubscribeURL = '' } = json(asked);
    expect(Object.keys(json(asked))).toEqual([
      'Type',
      'MessageId',
      'Token',
      'TopicArn',
      'Message',
      'SubscribeURL',
      'Timestamp',
      'SignatureVersion',
      'Signature',
      'SigningCertURL',
    ]);
    expect(json(asked)['Message']).toBe(
      `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    );
    expect(new URL(SubscribeURL).searchParams.get('Token')).toBe(Token);
    expect(isSigned(json(asked))).toBe(true);
    await publish(TopicArn, 'too early');
    const pending = await root.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(pending.Subscriptions?.[0]?.SubscriptionArn).toBe('PendingConfirmation');
    expect(await refusal(root.send(new sns.ConfirmSubscriptionCommand({ TopicArn, Token: 'x' })))).toBe(
      'InvalidParameterException (400): Invalid token',
    );
    expect(() => stand.sns.confirm(TopicArn, `${Token.slice(0, -1)}${Token.endsWith('0') ? '1' : '0'}`, SCOPE)).toThrow('Token');
    const arn = stand.sns.confirm(TopicArn, Token, SCOPE);
    expect(stand.sns.confirm(TopicArn, Token, SCOPE)).toBe(arn);
    const { MessageId } = await publish(TopicArn, 'hello', {
      Subject: 'subject',
      MessageAttributes: { attr1: { DataType: 'Number', StringValue: '1' } },
    });
    await expect.poll(() => hook.received).toHaveLength(2);
    const told = hook.received[1] as Received;
    expect(told.headers).toMatchObject({ 'x-amz-sns-message-type': 'Notification', 'x-amz-sns-subscription-arn': arn });
    expect(json(told)).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'subject',
      Message: 'hello',
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: 'http://here/certificate.pem',
      UnsubscribeURL: expect.stringContaining(encodeURIComponent(arn)),
      MessageAttributes: { attr1: { Type: 'Number', Value: '1' } },
    });
    expect(isSigned(json(told))).toBe(true);
    expect(await described(arn)).toMatchObject({
      PendingConfirmation: 'false',
      ConfirmationWasAuthenticated: 'false',
      Owner: ACCOUNT,
    });
    expect(stand.sns.unsubscribe(arn, SCOPE)).toBe(true);
    expect(stand.sns.unsubscribe(arn, SCOPE)).toBe(false);
    const { Attributes } = await root.send(new sns.GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ SubscriptionsDeleted: '1', SubscriptionsConfirmed: '0' });
    hook.close();
  });

  test('are signed with SHA-256 where the topic says so', async () => {
    const hook = await hooked('sha256', {}, { SignatureVersion: '2' });
    await publish(hook.TopicArn, 'm');
    await expect.poll(() => hook.received).toHaveLength(1);
    const told = json(hook.received[0] as Received);
    expect(told['SignatureVersion']).toBe('2');
    expect(isSigned(told)).toBe(true);
    hook.close();
  });

  test('are told raw where they want it so, with their content type', async () => {
    const DeliveryPolicy = '{"requestPolicy":{"headerContentType":"application/json"}}';
    const hook = await hooked('raw', { RawMessageDelivery: 'true', DeliveryPolicy });
    await publish(hook.TopicArn, '{"default":"d","http":"for http"}', { MessageStructure: 'json' });
    await expect.poll(() => hook.received).toHaveLength(1);
    const told = hook.received[0] as Received;
    expect(told.body).toBe('for http');
    expect(told.headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true', 'content-type': 'application/json' });
    hook.close();
  });

  test('get what their filter lets through', async () => {
    const hook = await hooked('filtered', { FilterPolicy: '{"kind":["a",{"prefix":"b-"}]}', RawMessageDelivery: 'true' });
    const say = (kind: string) =>
      publish(hook.TopicArn, kind, { MessageAttributes: { kind: { DataType: 'String', StringValue: kind } } });
    for (const kind of ['c', 'a', 'x', 'b-1']) await say(kind);
    await expect.poll(() => hook.received.map(({ body }) => body).sort()).toEqual(['a', 'b-1']);
    const SubscriptionArn = hook.SubscriptionArn;
    const set = (AttributeName: string, AttributeValue: string) =>
      root.send(new sns.SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await set('FilterPolicyScope', 'MessageBody');
    await publish(hook.TopicArn, '{"kind":"a"}');
    await expect.poll(() => hook.received).toHaveLength(3);
    expect(await described(SubscriptionArn)).toMatchObject({ FilterPolicyScope: 'MessageBody', RawMessageDelivery: 'true' });
    expect(await refusal(set('FilterPolicyScope', 'RandomValue'))).toBe(
      `${INVALID}FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes`,
    );
    expect(await refusal(set('RawMessageDelivery', 'test-ValUe'))).toBe(
      `${INVALID}RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.`,
    );
    expect(await refusal(set('Nothing', 'x'))).toBe(`${INVALID}AttributeName`);
    expect(await refusal(set('RedrivePolicy', '{}'))).toBe(
      `${INVALID}The subscription attribute RedrivePolicy is not supported by Millrace yet.`,
    );
    expect(await refusal(set('DeliveryPolicy', '{'))).toContain('DeliveryPolicy: failed to parse JSON.');
    expect(await refusal(set('DeliveryPolicy', '{"healthyRetryPolicy":{}}'))).toContain('is not supported by Millrace yet.');
    hook.close();
  });

  test('are subscribed once', async () => {
    const hook = await hooked('idempotent', { RawMessageDelivery: 'true' });
    const again = (Attributes: Record<string, string>) => subscribe(hook.TopicArn, 'http', hook.url, { Attributes });
    expect((await again({})).SubscriptionArn).toBe(hook.SubscriptionArn);
    expect((await again({ RawMessageDelivery: 'true' })).SubscriptionArn).toBe(hook.SubscriptionArn);
    expect(await refusal(again({ RawMessageDelivery: 'false' }))).toBe(
      `${INVALID}Attributes Reason: Subscription already exists with different attributes`,
    );
    hook.close();
  });
});

describe('mail', () => {
  test('is confirmed by the link in it', async () => {
    const TopicArn = await topic('mail');
    await subscribe(TopicArn, 'email', 'eve@example.com');
    await expect.poll(() => stand.mails).toHaveLength(1);
    const link = /http:\S+/.exec(stand.mails[0]?.text ?? '')?.[0] ?? '';
    stand.sns.confirm(TopicArn, new URL(link).searchParams.get('Token') ?? '', SCOPE);
    await subscribe(TopicArn, 'email-json', 'eve@example.com');
    await expect.poll(() => stand.mails).toHaveLength(2);
    expect(JSON.parse(stand.mails[1]?.text ?? '')).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn });
    await publish(TopicArn, 'text of it', { Subject: 'subject of it' });
    await expect.poll(() => stand.mails).toHaveLength(3);
    expect(stand.mails[2]).toMatchObject({
      to: 'eve@example.com',
      subject: 'subject of it',
      text: expect.stringContaining('text of it'),
    });
  });
});

describe('subscriptions', () => {
  test('end once and for all', async () => {
    const TopicArn = await topic('ending');
    const { SubscriptionArn } = await subscribe(TopicArn, 'email', 'a@b.c', { ReturnSubscriptionArn: true });
    const end = (arn: string | undefined) => root.send(new sns.UnsubscribeCommand({ SubscriptionArn: arn }));
    await end(SubscriptionArn);
    await end(SubscriptionArn);
    expect(await refusal(described(SubscriptionArn ?? ''))).toBe('NotFoundException (404): Subscription does not exist');
    expect(await refusal(end('x'))).toBe(`${INVALID}SubscriptionArn Reason: An ARN must have at least 6 elements, not 1`);
    expect(await refusal(end(TopicArn))).toBe(`${INVALID}SubscriptionId`);
    const listed = await root.send(new sns.ListSubscriptionsCommand({}));
    expect(listed.Subscriptions?.some((each) => each.SubscriptionArn === SubscriptionArn)).toBe(false);
  });

  test.each([
    ['test-protocol', 'x', 'Amazon SNS does not support this protocol string: test-protocol'],
    ['sqs', 'arn:aws:sqs:us-east-1:012345678901:q', 'The protocol sqs is not supported by Millrace yet.'],
    ['lambda', 'arn:aws:lambda:us-east-1:012345678901:function:f', 'The protocol lambda is not supported by Millrace yet.'],
    ['https', 'http://x/', 'Endpoint must match the specified protocol: https'],
    ['email', 'nobody', 'Email address'],
  ])('by %s to %s are refused', async (protocol, endpoint, sentence) => {
    expect(await refusal(subscribe(await topic('refused'), protocol, endpoint))).toBe(`${INVALID}${sentence}`);
  });
});
