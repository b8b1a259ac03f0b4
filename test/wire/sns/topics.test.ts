import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, ROOT, type Stand, serve, USER } from './served.ts';

let stand: Stand;
let root: sns.SNSClient;
let user: sns.SNSClient;
beforeAll(async () => {
  stand = await serve();
  const config = { endpoint: stand.endpoint, region: 'us-east-1', maxAttempts: 1 };
  root = new sns.SNSClient({ ...config, credentials: ROOT });
  user = new sns.SNSClient({ ...config, credentials: USER });
});
afterAll(async () => {
  root.destroy();
  user.destroy();
  await stand.close();
});

const arn = (name: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`;
const create = (Name: string, more: Partial<sns.CreateTopicCommandInput> = {}) =>
  root.send(new sns.CreateTopicCommand({ Name, ...more }));
const attributes = async (name: string) =>
  (await root.send(new sns.GetTopicAttributesCommand({ TopicArn: arn(name) }))).Attributes ?? {};
const set = (name: string, AttributeName: string, AttributeValue: string) =>
  root.send(new sns.SetTopicAttributesCommand({ TopicArn: arn(name), AttributeName, AttributeValue }));
const say = (client: sns.SNSClient, more: Partial<sns.PublishCommandInput>) =>
  client.send(new sns.PublishCommand({ TopicArn: arn('t'), Message: 'm', ...more }));

/** `Code (status): sentence` of the error a call ends with. */
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

// recorded: localstack tests/aws/services/sns, TestSNSTopicCrud
describe('topics', () => {
  test('are made once', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }];
    expect((await create('once', { Attributes: { DisplayName: 'd' }, Tags })).TopicArn).toBe(arn('once'));
    expect((await create('once')).TopicArn).toBe(arn('once'));
    expect(await refusal(create('once', { Tags: [...Tags, { Key: 'l', Value: 'v' }] }))).toBe(
      `${INVALID}Tags Reason: Topic already exists with different tags`,
    );
    expect(await refusal(create('once', { Attributes: { DisplayName: 'e' } }))).toBe(
      `${INVALID}Attributes Reason: Topic already exists with different attributes`,
    );
  });

  test("have AWS's attributes", async () => {
    await create('described');
    const { Policy, EffectiveDeliveryPolicy, ...plain } = await attributes('described');
    expect(plain).toEqual({
      DisplayName: '',
      Owner: ACCOUNT,
      SubscriptionsConfirmed: '0',
      SubscriptionsDeleted: '0',
      SubscriptionsPending: '0',
      TopicArn: arn('described'),
    });
    expect(JSON.parse(EffectiveDeliveryPolicy ?? '')).toEqual({
      http: {
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
      },
    });
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Id: '__default_policy_ID',
      Statement: [{ Sid: '__default_statement_ID', Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT } } }],
    });
  });

  test('are listed in pages, and deleted more than once', async () => {
    await Promise.all(Array.from({ length: 101 }, (_, i) => create(`page-${i}`)));
    const first = await root.send(new sns.ListTopicsCommand({}));
    expect(first.Topics).toHaveLength(100);
    const second = await root.send(new sns.ListTopicsCommand({ NextToken: first.NextToken }));
    expect(second.NextToken).toBeUndefined();
    const seen = new Set([...(first.Topics ?? []), ...(second.Topics ?? [])].map(({ TopicArn }) => TopicArn));
    expect(seen.size).toBe(100 + (second.Topics?.length ?? 0));
    for (let i = 0; i < 2; i++) await root.send(new sns.DeleteTopicCommand({ TopicArn: arn('page-1') }));
    expect(await refusal(attributes('page-1'))).toBe('NotFoundException (404): Topic does not exist');
    expect(await refusal(root.send(new sns.ListTopicsCommand({ NextToken: '' })))).toBe(`${INVALID}NextToken`);
  });

  test('have tags', async () => {
    await create('tagged');
    const ResourceArn = arn('tagged');
    const tag = (...Tags: sns.Tag[]) => root.send(new sns.TagResourceCommand({ ResourceArn, Tags }));
    expect(await refusal(tag({ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' }))).toBe(
      `${INVALID}Duplicated keys are not allowed.`,
    );
    await tag({ Key: 'k1', Value: 'v1' }, { Key: 'k2', Value: 'v2' });
    await root.send(new sns.UntagResourceCommand({ ResourceArn, TagKeys: ['k1'] }));
    expect((await root.send(new sns.ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'k2', Value: 'v2' }]);
    const many = Array.from({ length: 50 }, (_, i) => ({ Key: `x${i}`, Value: '' }));
    expect(await refusal(tag(...many))).toBe('TagLimitExceededException (400): A topic can have at most 50 tags.');
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a short ARN',
      () => root.send(new sns.GetTopicAttributesCommand({ TopicArn: 'x' })),
      `${INVALID}TopicArn Reason: An ARN must have at least 6 elements, not 1`,
    ],
    [
      'another region',
      () => root.send(new sns.GetTopicAttributesCommand({ TopicArn: arn('t').replace('us-east-1', 'eu-west-1') })),
      `${INVALID}TopicArn`,
    ],
    ['a bad name', () => create('a b'), `${INVALID}Topic Name`],
    ['FIFO', () => create('t.fifo'), `${INVALID}A FIFO topic is not supported by Millrace yet.`],
    [
      'protected data',
      () => create('t', { DataProtectionPolicy: '{}' }),
      `${INVALID}A DataProtectionPolicy is not supported by Millrace yet.`,
    ],
    [
      'tracing',
      () => create('t', { Attributes: { TracingConfig: 'Active' } }),
      `${INVALID}Active tracing is not supported by Millrace yet.`,
    ],
    ['an unknown attribute', () => create('t', { Attributes: { Nothing: 'x' } }), `${INVALID}AttributeName`],
    [
      'a rate above all',
      () => create('t', { Attributes: { SQSSuccessFeedbackSampleRate: '101' } }),
      `${INVALID}SQSSuccessFeedbackSampleRate`,
    ],
    ['an unknown signature', () => create('t', { Attributes: { SignatureVersion: '3' } }), `${INVALID}SignatureVersion`],
    ['a bad policy', () => create('t', { Attributes: { Policy: '{' } }), `${INVALID}Policy Error: `],
  ])('refuse %s', async (_, call, sentence) => {
    expect(await refusal(call())).toContain(sentence);
  });
});

describe('messages', () => {
  beforeAll(async () => {
    await create('t');
  });

  test.each<[string, Partial<sns.PublishCommandInput>, string]>([
    ['nothing', { Message: '' }, `${INVALID}Empty message`],
    ['too much', { Message: 'x'.repeat(262_145) }, `${INVALID}Message too long`],
    ['an empty subject', { Subject: '' }, `${INVALID}Subject`],
    ['a long subject', { Subject: 'x'.repeat(101) }, `${INVALID}Subject`],
    [
      'no default',
      { MessageStructure: 'json', Message: '{"http":"x"}' },
      `${INVALID}Message Structure - No default entry in JSON message body`,
    ],
    ['no JSON', { MessageStructure: 'json', Message: 'x' }, `${INVALID}Message Structure - JSON message body failed to parse`],
    [
      'a phone',
      { TopicArn: arn('t'), PhoneNumber: '+1' },
      `${INVALID}Publishing to a phone number is not supported by Millrace yet.`,
    ],
    [
      'deduplication',
      { MessageDeduplicationId: 'x' },
      `${INVALID}MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type`,
    ],
    [
      'an empty attribute',
      { MessageAttributes: { attr1: { DataType: 'String', StringValue: '' } } },
      "InvalidParameterValueException (400): The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      'a value in the wrong place',
      { MessageAttributes: { attr1: { DataType: 'Number', BinaryValue: new Uint8Array([1]) } } },
      "InvalidParameterValueException (400): The message attribute 'attr1' with type 'Number' must use field 'String'.",
    ],
    [
      'an unknown type',
      { MessageAttributes: { attr1: { DataType: 'X', StringValue: 'x' } } },
      "InvalidParameterValueException (400): The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
  ])('refuse %s', async (_, input, sentence) => {
    expect(await refusal(say(root, input))).toBe(sentence);
  });

  // aws: recorded in LocalStack's snapshots, test_empty_or_wrong_message_attributes
  test.each([
    ['.abc', "Invalid message attribute name starting with character '.' was found."],
    ['abc.', "Invalid message attribute name ending with character '.' was found."],
    ['a..bc', "Message attribute name can not have successive '.' character."],
    ['a'.repeat(257), 'Length of message attribute name must be less than 256 bytes.'],
    [
      'a^*?',
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
  ])('refuse the name %s', async (name, sentence) => {
    const MessageAttributes = { [name]: { DataType: 'String', StringValue: 'x' } };
    expect(await refusal(say(root, { MessageAttributes }))).toBe(`InvalidParameterValueException (400): ${sentence}`);
  });

  test('come in batches', async () => {
    const batch = (...PublishBatchRequestEntries: sns.PublishBatchRequestEntry[]) =>
      root.send(new sns.PublishBatchCommand({ TopicArn: arn('t'), PublishBatchRequestEntries }));
    const entry = (Id: string, Message = 'm') => ({ Id, Message });
    expect(await batch(entry('a'), entry('b', ''))).toMatchObject({
      Successful: [{ Id: 'a', MessageId: expect.any(String) }],
      Failed: [{ Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Empty message', SenderFault: true }],
    });
    const many = Array.from({ length: 11 }, (_, i) => entry(`${i}`));
    expect(await refusal(batch(...many))).toBe(
      'TooManyEntriesInBatchRequestException (400): The batch request contains more entries than permissible.',
    );
    expect(await refusal(batch())).toBe("EmptyBatchRequestException (400): The batch request doesn't contain any entries.");
    expect(await refusal(batch(entry('a'), entry('a')))).toBe(
      'BatchEntryIdsNotDistinctException (400): Two or more batch entries in the request have the same Id.',
    );
    expect(await refusal(batch(entry('message.id')))).toBe(
      'InvalidBatchEntryIdException (400): The Id of a batch entry in the batch request contains an impermissible character: message.id',
    );
    expect(await refusal(batch(entry('a'.repeat(81))))).toContain(
      'The Id of a batch entry in the batch request is too long: aaa',
    );
    expect(await refusal(batch(entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(200_000))))).toBe(
      'BatchRequestTooLongException (400): The length of all the messages put together is more than the limit.',
    );
  });
});

describe('rights', () => {
  test("are refused in SNS's words", async () => {
    await create('t');
    expect(await refusal(say(user, {}))).toBe(
      `AuthorizationErrorException (403): User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: SNS:Publish on resource: ${arn('t')} because no identity-based policy allows the SNS:Publish action`,
    );
    stand.allow({ Action: 'sns:Publish', Resource: arn('t') });
    await say(user, {});
    stand.allow({ Action: 'sns:GetTopicAttributes', Resource: '*' });
  });

  test("are given by the topic's policy, and taken", async () => {
    await create('open');
    const to = { TopicArn: arn('open') };
    const add = (ActionName: string[]) =>
      root.send(new sns.AddPermissionCommand({ ...to, Label: 'l', AWSAccountId: [ACCOUNT], ActionName }));
    expect(await refusal(add(['Fly']))).toBe(`${INVALID}Policy statement action out of service scope!`);
    await add(['Publish']);
    expect(await refusal(add(['Publish']))).toBe(`${INVALID}Statement already exists`);
    await root.send(new sns.RemovePermissionCommand({ ...to, Label: 'l' }));
    expect(JSON.parse((await attributes('open'))['Policy'] ?? '')).toMatchObject({
      Statement: [{ Sid: '__default_statement_ID' }],
    });
    const statement = (Effect: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect, Principal: '*', Action: 'sns:Publish', Resource: arn('open') }],
      });
    expect(await refusal(say(user, to))).toContain('SNS:Publish');
    await set('open', 'Policy', statement('Allow'));
    await say(user, to);
    await set('open', 'Policy', statement('Deny'));
    expect(await refusal(say(root, to))).toContain('with an explicit deny in a resource-based policy');
  });
});
