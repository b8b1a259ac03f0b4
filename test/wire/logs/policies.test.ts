import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Millrace, readConfig, startMillrace } from '#app';

// what the account's policies of CloudWatch Logs say, and sentences that need the whole of Millrace
let millrace: Millrace;
let directory: string;
let owner: logs.CloudWatchLogsClient;
let user: logs.CloudWatchLogsClient;
let userArn: string;
const G = { logGroupName: 'app' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-log-policies-'));
  millrace = await startMillrace(readConfig({ data: directory, port: '0', logLevel: 'error' }, {}));
  const { rootKey } = JSON.parse(await readFile(join(directory, 'credentials.json'), 'utf8')) as {
    rootKey: { accessKeyId: string; secretAccessKey: string };
  };
  const common = { endpoint: millrace.url, region: 'us-east-1', maxAttempts: 1 };
  owner = new logs.CloudWatchLogsClient({ ...common, credentials: rootKey });
  const admin = new iam.IAMClient({ ...common, credentials: rootKey });
  const made = await admin.send(new iam.CreateUserCommand({ UserName: 'writer' }));
  userArn = made.User?.Arn ?? '';
  const { AccessKey } = await admin.send(new iam.CreateAccessKeyCommand({ UserName: 'writer' }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  user = new logs.CloudWatchLogsClient({ ...common, credentials });
  admin.destroy();
  await owner.send(new logs.CreateLogGroupCommand(G));
});
afterAll(async () => {
  owner.destroy();
  user.destroy();
  await millrace.stop('stop');
  await rm(directory, { recursive: true, force: true });
});

const put = (policyName: string, policyDocument: string) =>
  owner.send(new logs.PutResourcePolicyCommand({ policyName, policyDocument }));
const statement = (Effect: string, Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect, Principal: { AWS: userArn }, Action, Resource: 'arn:aws:logs:us-east-1:000000000000:log-group:app:*' }],
  });
const createStream = (logStreamName: string) => user.send(new logs.CreateLogStreamCommand({ ...G, logStreamName }));

test('a policy of the account lets a user in, another keeps it out, without them it has no right', async () => {
  const denied = { name: 'AccessDeniedException' };
  await expect(createStream('a')).rejects.toMatchObject(denied);
  const { resourcePolicy } = await put('in', statement('Allow', 'logs:CreateLogStream'));
  expect(resourcePolicy).toEqual({
    policyName: 'in',
    policyDocument: statement('Allow', 'logs:CreateLogStream'),
    policyScope: 'ACCOUNT',
    lastUpdatedTime: expect.any(Number),
  });
  await createStream('a');
  await expect(user.send(new logs.DescribeLogStreamsCommand(G))).rejects.toMatchObject(denied);
  await put('out', statement('Deny', 'logs:*'));
  await expect(createStream('b')).rejects.toMatchObject(denied);
  const first = await owner.send(new logs.DescribeResourcePoliciesCommand({ limit: 1 }));
  const rest = await owner.send(new logs.DescribeResourcePoliciesCommand({ limit: 1, nextToken: first.nextToken }));
  expect([first, rest].map(({ resourcePolicies }) => resourcePolicies?.map(({ policyName }) => policyName))).toEqual([
    ['in'],
    ['out'],
  ]);
  expect(rest.nextToken).toBeUndefined();
  await owner.send(new logs.DeleteResourcePolicyCommand({ policyName: 'out' }));
  await createStream('b');
  await owner.send(new logs.DeleteResourcePolicyCommand({ policyName: 'in' }));
  await expect(createStream('c')).rejects.toMatchObject(denied);
});

test('policies are refused that are none, are too many, are of single groups, or are not there', async () => {
  const invalid = { name: 'InvalidParameterException' };
  await expect(put('p', '{}')).rejects.toMatchObject(invalid);
  await expect(put('p', 'no JSON')).rejects.toMatchObject(invalid);
  const ofGroup = {
    resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:app',
    policyDocument: statement('Allow', 'logs:*'),
  };
  await expect(owner.send(new logs.PutResourcePolicyCommand(ofGroup))).rejects.toMatchObject(invalid);
  // recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_resource_policies.snapshot.json
  await expect(owner.send(new logs.DeleteResourcePolicyCommand({ policyName: 'gone' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Policy with name [gone] does not exist.',
  });
  for (let i = 0; i < 10; i++) await put(`p${i}`, statement('Allow', 'logs:GetLogEvents'));
  await put('p0', statement('Allow', 'logs:*'));
  await expect(put('p10', statement('Allow', 'logs:*'))).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('a second transformation of a metric filter is refused in the words of AWS', async () => {
  const metricTransformations = [1, 2].map((i) => ({
    metricName: `metric${i}`,
    metricNamespace: `namespace${i}`,
    metricValue: '1',
  }));
  // recorded AWS answer, radkawar/stackd logs/metric_filters.json
  await expect(
    owner.send(new logs.PutMetricFilterCommand({ ...G, filterName: 'f', filterPattern: '', metricTransformations })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1",
  });
});

test('an export to a bucket that is not there says so', async () => {
  const task = { ...G, from: 0, to: Date.now(), destination: 'nowhere-to-be-found' };
  await expect(owner.send(new logs.CreateExportTaskCommand(task))).rejects.toThrow('The given bucket does not exist.');
});
