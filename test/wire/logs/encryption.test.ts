import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Millrace, readConfig, startMillrace } from '#app';
import { type SigningCredentials, signHeaders } from '#auth';

// a key's policy decides what CloudWatch Logs may do with it: the whole Millrace, through the SDK's clients
let millrace: Millrace;
let directory: string;
let client: logs.CloudWatchLogsClient;
let root: SigningCredentials;
const ACCOUNT = '000000000000';
const G = { logGroupName: '/app/sealed' };
const S = { ...G, logStreamName: 's' };
const ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app/sealed`;
let KeyId = '';
let kmsKeyId = '';

const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
/** aws: as documented — CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS", step 2 */
const forLogs = (arn: string) => ({
  Effect: 'Allow',
  Principal: { Service: 'logs.us-east-1.amazonaws.com' },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': arn } },
});
async function json<Answer>(service: string, target: string, input: object): Promise<Answer> {
  const body = JSON.stringify(input);
  const given = { host: new URL(millrace.url).host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  const asked = { method: 'POST', path: '/', query: '', headers: given };
  const { host: _, ...headers } = signHeaders(asked, body, root, { region: 'us-east-1', service, now: Date.now() });
  const answer = await fetch(millrace.url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json().catch(() => ({}))) as Answer;
}
const kms = <Answer>(operation: string, input: object) => json<Answer>('kms', `TrentService.${operation}`, input);
const setPolicy = (...statements: object[]) =>
  kms('PutKeyPolicy', { KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) });

async function start(): Promise<void> {
  millrace = await startMillrace(readConfig({ data: directory, port: '0', logLevel: 'error' }, {}));
  const { rootKey } = JSON.parse(await readFile(join(directory, 'credentials.json'), 'utf8')) as { rootKey: SigningCredentials };
  root = rootKey;
  client = new logs.CloudWatchLogsClient({
    endpoint: millrace.url,
    region: 'us-east-1',
    credentials: { accessKeyId: root.accessKeyId, secretAccessKey: root.secretAccessKey },
    maxAttempts: 1,
  });
}
async function stop(): Promise<void> {
  client.destroy();
  await millrace.stop('stop');
}
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-log-keys-'));
  await start();
  const { KeyMetadata: made } = await kms<{ KeyMetadata: { KeyId: string; Arn: string } }>('CreateKey', {});
  KeyId = made.KeyId;
  kmsKeyId = made.Arn;
});
afterAll(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (thrown: Error) => `${thrown.name}: ${thrown.message}`,
  );
const put = (...messages: string[]) =>
  client.send(new logs.PutLogEventsCommand({ ...S, logEvents: messages.map((message) => ({ timestamp: Date.now(), message })) }));
const read = () => client.send(new logs.GetLogEventsCommand({ ...S, startFromHead: true }));
const DENIED = `AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn '${ARN}'`;

test("a group is made with a key only where the key's policy lets CloudWatch Logs in for this group", async () => {
  const create = () => refused(client.send(new logs.CreateLogGroupCommand({ ...G, kmsKeyId })));
  expect(await create()).toBe(DENIED);
  await setPolicy(own, forLogs(`${ARN}-other`));
  expect(await create()).toBe(DENIED);
  await setPolicy(own, forLogs(ARN));
  expect(await create()).toBe('done');
  await client.send(new logs.CreateLogStreamCommand(S));
  const { logGroups } = await client.send(new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/app' }));
  expect(logGroups).toMatchObject([{ logGroupName: '/app/sealed', kmsKeyId }]);
});

test('CloudTrail shows the service that asked, and for which group', async () => {
  await put('a sealed word');
  const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: 'GenerateDataKey' }];
  const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents';
  await vi.waitFor(async () => {
    const found = await json<{ Events: { CloudTrailEvent: string }[] }>('cloudtrail', target, { LookupAttributes });
    const events = found.Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent));
    expect(events[0]).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'logs.us-east-1.amazonaws.com' },
      requestParameters: { keyId: kmsKeyId, encryptionContext: { 'aws:logs:arn': ARN } },
      resources: [{ ARN: kmsKeyId }],
    });
  });
});

test('after a restart sealed events are read for as long as the key is enabled and lets the service in', async () => {
  await stop();
  await start();
  const messages = async () => (await read()).events?.map(({ message }) => message);
  await kms('DisableKey', { KeyId });
  const disabled = `InvalidParameterException: The specified KMS key is not enabled: it cannot be used with Arn '${ARN}'`;
  expect(await refused(read())).toBe(disabled);
  expect(await refused(put('more'))).toBe(disabled);
  const associate = () => refused(client.send(new logs.AssociateKmsKeyCommand({ ...G, kmsKeyId })));
  expect(await associate()).toBe(disabled);
  await kms('EnableKey', { KeyId });
  await setPolicy(own);
  expect(await refused(read())).toBe(DENIED);
  await setPolicy(own, forLogs(ARN));
  expect(await messages()).toEqual(['a sealed word']);
  await client.send(new logs.DisassociateKmsKeyCommand(G));
  await put('a clear word');
  expect(await messages()).toEqual(['a sealed word', 'a clear word']);
  const kept = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('');
  expect(kept).toContain('a clear word');
  expect(kept).not.toContain('a sealed word');
});
