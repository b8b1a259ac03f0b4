import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SigningCredentials } from '#auth';
import { type Console, serveConsole } from './served.ts';

let served: Console;
beforeAll(async () => {
  served = await serveConsole();
});
afterAll(() => served.close());

const overview = async (as: SigningCredentials) => {
  const { status, body } = await served.ask({ path: '/_millrace/console/overview', as });
  expect(status).toBe(200);
  return JSON.parse(body);
};

it('counts what there is, by its state', async () => {
  await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 's', ShardCount: 1 });
  await served.ask({ method: 'PUT', path: '/goods', as: served.root, service: 's3' });
  const alarm = {
    Namespace: 'N',
    MetricName: 'm',
    Period: '60',
    EvaluationPeriods: '1',
    Threshold: '1',
    ComparisonOperator: 'GreaterThanThreshold',
    Statistic: 'Sum',
  };
  for (let i = 0; i < 101; i++) {
    const AlarmName = `a${i}`;
    await served.query('monitoring', { Action: 'PutMetricAlarm', Version: '2010-08-01', AlarmName, ...alarm });
  }
  const { counts, ...facts } = await overview(served.root);
  expect(facts).toEqual({ version: expect.any(String), startedAt: expect.any(Number), residentBytes: expect.any(Number) });
  expect(counts).toMatchObject({
    application: { total: 0, states: {} },
    stream: { total: 1 },
    bucket: { total: 1, states: {} },
    alarm: { total: 101, states: { INSUFFICIENT_DATA: 101 } },
    'log-group': { total: 0 },
    role: { total: 0 },
    topic: { total: 0 },
  });
});

it('leaves out what its reader may not list', async () => {
  const version = { Version: '2010-05-08' };
  await served.query('iam', { Action: 'CreateUser', UserName: 'eve', ...version });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'kinesis:ListStreams', Resource: '*' },
  });
  await served.query('iam', { Action: 'PutUserPolicy', UserName: 'eve', PolicyName: 'p', PolicyDocument, ...version });
  const { body } = await served.query('iam', { Action: 'CreateAccessKey', UserName: 'eve', ...version });
  const part = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(body)?.[1] ?? '';
  const { counts } = await overview({ accessKeyId: part('AccessKeyId'), secretAccessKey: part('SecretAccessKey') });
  expect(Object.keys(counts)).toEqual(['stream']);
});

it('leaves no trace in CloudTrail, a sign-in does', { timeout: 30_000 }, async () => {
  await served.signIn(await served.link(), { 'user-agent': 'a browser' });
  // as the console's SDK names it; others put com.amazonaws.cloudtrail.v20131101. before
  const target = 'CloudTrail_20131101.LookupEvents';
  const events = async (AttributeValue: string) => {
    // CloudTrail is asked twice a second at most
    await new Promise((resolve) => setTimeout(resolve, 550));
    const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue }];
    const answer = await served.json('cloudtrail', target, { LookupAttributes });
    return answer.body.Events as { EventSource: string; Username: string; CloudTrailEvent: string }[];
  };
  let [login] = await events('ConsoleLogin');
  while (!login) [login] = await events('ConsoleLogin');
  expect(await events('ListBuckets')).toEqual([]);
  expect([login.EventSource, login.Username]).toEqual(['signin.amazonaws.com', 'root']);
  expect(JSON.parse(login.CloudTrailEvent)).toMatchObject({
    eventType: 'AwsConsoleSignIn',
    userIdentity: { type: 'Root', arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000', accessKeyId: '' },
    userAgent: 'a browser',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { LoginTo: `http://${served.host}/console/`, MobileVersion: 'No', MFAUsed: 'No' },
  });
});
