/** A trail tells a log group, too: there a metric filter can watch what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, serveConsole } from '../console/served.ts';

const ACCOUNT = '000000000000';
const GROUP = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:audit:*`;
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const STREAM = `${ACCOUNT}_CloudTrail_us-east-1`;

let millrace: Console;
beforeAll(async () => {
  millrace = await serveConsole({ MILLRACE_TRAIL_INTERVAL: '1' });
  const s3 = (path: string, query = '', body = '') =>
    millrace.ask({ method: 'PUT', path, query, body, as: millrace.root, service: 's3' });
  await s3('/trails');
  const allow = (Action: string, Resource: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action,
    Resource,
  });
  const statements = [allow('s3:GetBucketAcl', 'arn:aws:s3:::trails'), allow('s3:PutObject', 'arn:aws:s3:::trails/*')];
  await s3('/trails', 'policy=', JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  await logs('CreateLogGroup', { logGroupName: 'audit' });
  await role('writer', 'cloudtrail.amazonaws.com', ['logs:CreateLogStream', 'logs:PutLogEvents']);
  await role('reader', 'cloudtrail.amazonaws.com', ['logs:GetLogEvents']);
  await role('stranger', 'kinesisanalytics.amazonaws.com', ['logs:*']);
});
afterAll(() => millrace.close());

const logs = async (operation: string, input: object) => (await millrace.json('logs', `Logs_20140328.${operation}`, input)).body;
const trail = (operation: string, input: object) => millrace.json('cloudtrail', `CloudTrail_20131101.${operation}`, input);
const iam = (parameters: Record<string, string>) => millrace.query('iam', { Version: '2010-05-08', ...parameters });

// aws: the role as the user guide has it — "Sending events to CloudWatch Logs"
async function role(RoleName: string, Service: string, Action: readonly string[]) {
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = policy({ Principal: { Service }, Action: 'sts:AssumeRole' });
  await iam({ Action: 'CreateRole', RoleName, AssumeRolePolicyDocument });
  const Resource = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:audit:log-stream:${ACCOUNT}_CloudTrail_us-east-1*`;
  await iam({ Action: 'PutRolePolicy', RoleName, PolicyName: 'p', PolicyDocument: policy({ Action, Resource }) });
}

async function told(): Promise<Record<string, unknown>[]> {
  const { events = [] } = await logs('GetLogEvents', { logGroupName: 'audit', logStreamName: STREAM, startFromHead: true });
  return (events as { message: string }[]).map(({ message }) => JSON.parse(message));
}

describe('a trail with a log group', () => {
  it.each([
    [{ CloudWatchLogsLogGroupArn: GROUP }, 'InvalidCloudWatchLogsRoleArnException', /trust relationships/],
    [{ CloudWatchLogsRoleArn: roleArn('writer') }, 'InvalidCloudWatchLogsLogGroupArnException', /cannot validate/],
    [
      { CloudWatchLogsLogGroupArn: GROUP.slice(0, -2), CloudWatchLogsRoleArn: roleArn('writer') },
      'InvalidCloudWatchLogsLogGroupArnException',
      /cannot validate/,
    ],
    [
      { CloudWatchLogsLogGroupArn: GROUP, CloudWatchLogsRoleArn: roleArn('stranger') },
      'InvalidCloudWatchLogsRoleArnException',
      /trust relationships/,
    ],
    [
      { CloudWatchLogsLogGroupArn: GROUP, CloudWatchLogsRoleArn: roleArn('reader') },
      'InvalidCloudWatchLogsLogGroupArnException',
      /permissions/,
    ],
  ])('is not made with %o', async (input, code, sentence) => {
    const { body } = await trail('CreateTrail', { Name: 'audit', S3BucketName: 'trails', ...input });
    expect(body).toEqual({ __type: expect.stringContaining(code), message: expect.stringMatching(sentence) });
    expect((await trail('DescribeTrails', {})).body.trailList).toEqual([]);
  });

  it('tells it every event, where a metric filter counts what is refused', async () => {
    const to = { CloudWatchLogsLogGroupArn: GROUP, CloudWatchLogsRoleArn: roleArn('writer') };
    const made = await trail('CreateTrail', { Name: 'audit', S3BucketName: 'trails', ...to });
    expect(made.body).toMatchObject(to);
    // aws: the filter of the CIS benchmark's first alarm — Security Hub user guide, CloudWatch.2
    await logs('PutMetricFilter', {
      logGroupName: 'audit',
      filterName: 'refused',
      filterPattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="ResourceNotFound*")}',
      metricTransformations: [{ metricName: 'Refused', metricNamespace: 'Audit', metricValue: '1' }],
    });
    await trail('StartLogging', { Name: 'audit' });
    await millrace.json('kinesis', 'Kinesis_20131202.DescribeStream', { StreamName: 'missing' });
    await expect
      .poll(async () => (await told()).map(({ eventName }) => eventName), { timeout: 20_000 })
      .toContain('DescribeStream');
    const status = (await trail('GetTrailStatus', { Name: 'audit' })).body;
    expect(status.LatestCloudWatchLogsDeliveryTime).toEqual(expect.any(Number));
    expect(status.LatestCloudWatchLogsDeliveryError).toBeUndefined();
    const metrics = await millrace.json('monitoring', 'GraniteServiceVersion20100801.ListMetrics', { Namespace: 'Audit' });
    expect(metrics.body.Metrics).toMatchObject([{ MetricName: 'Refused' }]);
    // deliveries are no news
    expect((await told()).filter(({ eventSource }) => eventSource === 'sts.amazonaws.com')).toEqual([]);
  }, 30_000);

  it('tells a topic of each file, as the topic lets it', async () => {
    const sns = async (Action: string, more: Record<string, string>) =>
      (await millrace.query('sns', { Action, Version: '2010-03-31', ...more })).body;
    const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:files`;
    const hear = (SnsTopicName: string) => trail('UpdateTrail', { Name: 'audit', SnsTopicName });
    const refused = { message: 'SNS Topic does not exist or the topic policy is incorrect!' };
    expect((await hear('files')).body).toMatchObject(refused);
    await sns('CreateTopic', { Name: 'files' });
    expect((await hear('files')).body).toMatchObject(refused);
    // aws: — user guide, "Amazon SNS topic policy for CloudTrail"
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: topic,
      Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit` } },
    };
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await sns('SetTopicAttributes', { TopicArn: topic, AttributeName: 'Policy', AttributeValue });
    expect((await hear('files')).body).toMatchObject({ SnsTopicName: 'files', SnsTopicARN: topic });
    const status = async () => (await trail('GetTrailStatus', { Name: 'audit' })).body;
    await expect.poll(async () => (await status()).LatestNotificationTime, { timeout: 20_000 }).toEqual(expect.any(Number));
    await sns('DeleteTopic', { TopicArn: topic });
    await millrace.json('kinesis', 'Kinesis_20131202.DescribeStream', { StreamName: 'more' });
    await expect.poll(async () => (await status()).LatestNotificationError, { timeout: 20_000 }).toBe('AuthorizationError');
    // what is published is no management event, and so no news that would be delivered again
    expect((await told()).map(({ eventName }) => eventName)).not.toContain('Publish');
    expect((await hear('')).body).not.toHaveProperty('SnsTopicARN');
  }, 60_000);

  it('says why it could not, and tells it later; until it has none any more', async () => {
    const allow = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    await iam({ Action: 'DeleteRolePolicy', RoleName: 'writer', PolicyName: 'p' });
    await millrace.json('kinesis', 'Kinesis_20131202.DescribeStream', { StreamName: 'kept' });
    const status = async () => (await trail('GetTrailStatus', { Name: 'audit' })).body.LatestCloudWatchLogsDeliveryError;
    await expect.poll(status, { timeout: 20_000 }).toBe('AccessDeniedException');
    await role('writer', 'cloudtrail.amazonaws.com', allow);
    const streams = async () =>
      (await told()).map(({ requestParameters }) => (requestParameters as { streamName?: string })?.streamName);
    await expect.poll(streams, { timeout: 20_000 }).toContain('kept');
    const ended = await trail('UpdateTrail', { Name: 'audit', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' });
    expect(ended.body).not.toHaveProperty('CloudWatchLogsLogGroupArn');
    const before = (await told()).length;
    await millrace.json('kinesis', 'Kinesis_20131202.DescribeStream', { StreamName: 'untold' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await told()).length).toBe(before);
  }, 60_000);
});
