import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Millrace, readConfig, startMillrace } from '#app';

// what leaves CloudWatch Logs needs somebody's permission: the whole Millrace, with its roles and policies
let millrace: Millrace;
let directory: string;
let clients: { logs: logs.CloudWatchLogsClient; iam: iam.IAMClient; kinesis: kinesis.KinesisClient; s3: s3.S3Client };
const G = { logGroupName: 'app' };
const S = { ...G, logStreamName: 's' };
const ACCOUNT = '000000000000';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-delivery-'));
  const config = readConfig({ data: directory, port: '0', logLevel: 'error' }, {});
  millrace = await startMillrace(config);
  const { rootKey } = JSON.parse(await readFile(join(directory, 'credentials.json'), 'utf8')) as {
    rootKey: { accessKeyId: string; secretAccessKey: string };
  };
  const common = { endpoint: millrace.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 };
  clients = {
    logs: new logs.CloudWatchLogsClient(common),
    iam: new iam.IAMClient(common),
    kinesis: new kinesis.KinesisClient(common),
    s3: new s3.S3Client({ ...common, forcePathStyle: true }),
  };
  await clients.logs.send(new logs.CreateLogGroupCommand(G));
  await clients.logs.send(new logs.CreateLogStreamCommand(S));
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await millrace.stop('stop');
  await rm(directory, { recursive: true, force: true });
});

const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const put = (...messages: string[]) =>
  clients.logs.send(
    new logs.PutLogEventsCommand({ ...S, logEvents: messages.map((message) => ({ timestamp: Date.now(), message })) }),
  );

async function role(name: string, principal: string, ...actions: string[]): Promise<string> {
  const trust = document({ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' });
  const made = await clients.iam.send(new iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  const policy = document({ Effect: 'Allow', Action: actions, Resource: '*' });
  await clients.iam.send(new iam.PutRolePolicyCommand({ RoleName: name, PolicyName: 'p', PolicyDocument: policy }));
  return made.Role?.Arn ?? '';
}

test('a subscription delivers to a stream under its role, and under no other', { timeout: 30_000 }, async () => {
  await clients.kinesis.send(new kinesis.CreateStreamCommand({ StreamName: 'out', ShardCount: 1 }));
  await kinesis.waitUntilStreamExists({ client: clients.kinesis, minDelay: 1, maxWaitTime: 20 }, { StreamName: 'out' });
  const filter = {
    ...G,
    filterName: 'f',
    filterPattern: 'ERROR',
    destinationArn: `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/out`,
  };
  const subscribe = (roleArn: string) => clients.logs.send(new logs.PutSubscriptionFilterCommand({ ...filter, roleArn }));
  // — recorded, radkawar/stackd logs/kinesis-subscriptions.json
  const undelivered = (why: string) => ({
    name: 'InvalidParameterException',
    message: expect.stringMatching(`^Could not deliver test message to specified Kinesis stream\\. ${why}$`),
  });
  await expect(subscribe(await role('stranger', 'kinesis.amazonaws.com', 'kinesis:*'))).rejects.toMatchObject(
    undelivered('Check if the given Kinesis stream is in ACTIVE state\\.'),
  );
  await expect(subscribe(await role('powerless', 'logs.amazonaws.com', 's3:*'))).rejects.toMatchObject(
    undelivered(
      'User: arn:aws:sts::.*:assumed-role/powerless/.* is not authorized to perform: kinesis:PutRecord on resource: .*:stream/out because no identity-based policy allows the kinesis:PutRecord action',
    ),
  );
  const missing = { ...filter, destinationArn: `${filter.destinationArn}-none` };
  const roleArn = await role('missing', 'logs.amazonaws.com', 'kinesis:*');
  await expect(clients.logs.send(new logs.PutSubscriptionFilterCommand({ ...missing, roleArn }))).rejects.toMatchObject(
    undelivered(`Stream out-none under account ${ACCOUNT} not found\\.`),
  );
  await subscribe(await role('in-region', 'logs.us-east-1.amazonaws.com', 'kinesis:PutRecord*'));
  await subscribe(await role('deliver', 'logs.amazonaws.com', 'kinesis:PutRecord'));
  await put('an ERROR', 'fine');
  const { ShardIterator } = await clients.kinesis.send(
    new kinesis.GetShardIteratorCommand({
      StreamName: 'out',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  await vi.waitFor(async () => {
    const { Records = [] } = await clients.kinesis.send(new kinesis.GetRecordsCommand({ ShardIterator }));
    const payloads = Records.map(({ Data = new Uint8Array() }) => JSON.parse(gunzipSync(Data).toString()));
    expect(payloads).toMatchObject([
      { messageType: 'CONTROL_MESSAGE' },
      { messageType: 'CONTROL_MESSAGE' },
      { messageType: 'DATA_MESSAGE', owner: ACCOUNT, logGroup: 'app', logEvents: [{ message: 'an ERROR' }] },
    ]);
  }, 10_000);
});

test('an export goes where the bucket lets CloudWatch Logs write', { timeout: 30_000 }, async () => {
  const Bucket = 'exported';
  await clients.s3.send(new s3.CreateBucketCommand({ Bucket }));
  await put('to be exported');
  const task = { ...G, from: 0, to: Date.now() + 60_000, destination: Bucket, destinationPrefix: 'p' };
  const create = () => clients.logs.send(new logs.CreateExportTaskCommand(task));
  await expect(create()).rejects.toThrow('GetBucketAcl call on the given bucket failed.');
  const Principal = { Service: 'logs.us-east-1.amazonaws.com' };
  const bucket = { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${Bucket}` };
  const objects = (account: string) => ({
    Effect: 'Allow',
    Principal,
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
    Condition: {
      StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:logs:us-east-1:${account}:log-group:*` },
    },
  });
  const allow = (...statements: object[]) =>
    clients.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: document(...statements) }));
  await allow(bucket, objects('111111111111'));
  await expect(create()).rejects.toThrow('PutObject call on the given bucket failed.');
  await allow(bucket, objects(ACCOUNT));
  const { taskId } = await create();
  await vi.waitFor(async () => {
    const { exportTasks } = await clients.logs.send(new logs.DescribeExportTasksCommand({ taskId }));
    expect(exportTasks?.[0]?.status?.code).toBe('COMPLETED');
  }, 10_000);
  const { Body } = await clients.s3.send(new s3.GetObjectCommand({ Bucket, Key: `p/${taskId}/s/000000.gz` }));
  expect(gunzipSync((await Body?.transformToByteArray()) ?? '').toString()).toMatch(/Z to be exported\n$/);
});
