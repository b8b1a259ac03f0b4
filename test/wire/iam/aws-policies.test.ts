import { afterAll, beforeAll, expect, it } from 'vitest';
import { boot, type Identity, said, trust } from './boot.ts';

// AWS's managed policies: data in models/managed-policies

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const version = async (name: string) => {
  const VersionId = (await iam.iam('GetPolicy', { PolicyArn: aws(name) })).text('DefaultVersionId');
  const got = await iam.iam('GetPolicyVersion', { PolicyArn: aws(name), VersionId });
  return JSON.parse(decodeURIComponent(got.text('Document')));
};

it('are all there, page by page and by path', async () => {
  const names: string[] = [];
  let Marker = '';
  do {
    const page = await iam.iam('ListPolicies', { Scope: 'AWS', MaxItems: '1000', ...(Marker && { Marker }) });
    names.push(...page.texts('PolicyName'));
    Marker = page.text('Marker');
  } while (Marker);
  expect(names.length).toBe(1452);
  expect(new Set(names).size).toBe(1452);
  const jobs = await iam.iam('ListPolicies', { PathPrefix: '/job-function/' });
  expect(jobs.texts('PolicyName')).toEqual([
    'AWSManagementConsoleAdministratorAccess',
    'Billing',
    'DataScientist',
    'DatabaseAdministrator',
    'NetworkAdministrator',
    'SupportUser',
    'SystemAdministrator',
    'ViewOnlyAccess',
  ]);
  expect((await iam.iam('ListPolicies', { Scope: 'Local' })).texts('PolicyName')).toEqual([]);
});

it('are told of with their ids, versions and dates', async () => {
  const got = await iam.iam('GetPolicy', { PolicyArn: aws('AmazonKinesisAnalyticsFullAccess') });
  expect(got.body.replace(/\n\s*/g, '')).toContain(
    '<Policy><PolicyName>AmazonKinesisAnalyticsFullAccess</PolicyName><PolicyId>ANPAJQOSKHTXP43R7P5AC</PolicyId><Arn>arn:aws:iam::aws:policy/AmazonKinesisAnalyticsFullAccess</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>0</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount><IsAttachable>true</IsAttachable><Description>Provides full access to Amazon Kinesis Analytics via the AWS Management Console.</Description><CreateDate>2016-09-21T19:01:14Z</CreateDate><UpdateDate>2016-09-21T19:01:14Z</UpdateDate>',
  );
  expect(await version('AdministratorAccess')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  expect((await version('ReadOnlyAccess')).Statement[0].Action.length).toBeGreaterThan(1000);
  expect(await said(iam.iam('GetPolicyVersion', { PolicyArn: aws('ReadOnlyAccess'), VersionId: 'v1' }))).toBe(
    `404 NoSuchEntity Policy ${aws('ReadOnlyAccess')} version v1 does not exist or is not attachable.`,
  );
  expect(await said(iam.iam('GetPolicy', { PolicyArn: aws('ViewOnlyAccess') }))).toBe(
    `404 NoSuchEntity Policy ${aws('ViewOnlyAccess')} was not found.`,
  );
});

it('are not changed by anybody', async () => {
  const PolicyArn = aws('AmazonS3FullAccess');
  const attempts: Record<string, Record<string, string>> = {
    CreatePolicyVersion: { PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }) },
    DeletePolicyVersion: { VersionId: 'v2' },
    SetDefaultPolicyVersion: { VersionId: 'v2' },
    DeletePolicy: {},
    TagPolicy: { 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' },
    UntagPolicy: { 'TagKeys.member.1': 'a' },
  };
  for (const [action, more] of Object.entries(attempts)) {
    expect(await said(iam.iam(action, { PolicyArn, ...more })), action).toBe(
      '403 AccessDenied Policy is outside your own account.',
    );
  }
});

it('are attached, counted and detached, but for those AWS keeps to itself', async () => {
  await iam.iam('CreateRole', {
    RoleName: 'flink',
    AssumeRolePolicyDocument: trust({ Service: 'kinesisanalytics.amazonaws.com' }),
  });
  const PolicyArn = aws('CloudWatchLogsFullAccess');
  expect((await iam.iam('AttachRolePolicy', { RoleName: 'flink', PolicyArn })).status).toBe(200);
  expect((await iam.iam('GetPolicy', { PolicyArn })).text('AttachmentCount')).toBe('1');
  expect((await iam.iam('ListPolicies', { Scope: 'AWS', OnlyAttached: 'true' })).texts('Arn')).toEqual([PolicyArn]);
  const details = await iam.iam('GetAccountAuthorizationDetails', { 'Filter.member.1': 'AWSManagedPolicy' });
  expect(details.texts('PolicyName')).toEqual(['CloudWatchLogsFullAccess']);
  expect((await iam.iam('DetachRolePolicy', { RoleName: 'flink', PolicyArn })).status).toBe(200);
  expect((await iam.iam('GetPolicy', { PolicyArn })).text('AttachmentCount')).toBe('0');
  // — an AWS answer in aws/aws-cdk issue 6131
  const linked = aws('aws-service-role/AmazonElasticsearchServiceRolePolicy');
  expect(await said(iam.iam('AttachRolePolicy', { RoleName: 'flink', PolicyArn: linked }))).toBe(
    '400 PolicyNotAttachable Cannot attach a Service Role Policy to a Customer Role.',
  );
  const kept = aws('service-role/AWSConfigRole');
  expect((await iam.iam('GetPolicy', { PolicyArn: kept })).text('IsAttachable')).toBe('false');
  expect(await said(iam.iam('AttachRolePolicy', { RoleName: 'flink', PolicyArn: kept }))).toBe(
    `404 NoSuchEntity Policy ${kept} does not exist or is not attachable.`,
  );
});

it('decide, for requests and in the simulator', async () => {
  const key = await iam.user('reader');
  expect((await iam.ask('iam', key, 'ListRoles')).status).toBe(403);
  await iam.iam('AttachUserPolicy', { UserName: 'reader', PolicyArn: aws('ReadOnlyAccess') });
  expect((await iam.ask('iam', key, 'ListRoles')).status).toBe(200);
  expect((await iam.ask('iam', key, 'CreateUser', { UserName: 'no' })).status).toBe(403);
  const simulated = async (policies: readonly string[], actions: readonly string[], ResourceArn = '*') => {
    await iam.iam('CreateUser', { UserName: 'simulated' });
    for (const name of policies) await iam.iam('AttachUserPolicy', { UserName: 'simulated', PolicyArn: aws(name) });
    const names = Object.fromEntries(actions.map((name, at) => [`ActionNames.member.${at + 1}`, name]));
    const PolicySourceArn = 'arn:aws:iam::123456789012:user/simulated';
    const answer = await iam.iam('SimulatePrincipalPolicy', { PolicySourceArn, ...names, 'ResourceArns.member.1': ResourceArn });
    for (const name of policies) await iam.iam('DetachUserPolicy', { UserName: 'simulated', PolicyArn: aws(name) });
    return answer.texts('EvalDecision').join(' ');
  };
  const reading = ['s3:GetObject', 'kinesis:GetRecords', 'kinesisanalytics:DescribeApplication', 'logs:FilterLogEvents'];
  const writing = ['s3:PutObject', 'kinesis:PutRecord', 'kinesisanalytics:StartApplication', 'logs:PutLogEvents', 'kms:Decrypt'];
  expect(await simulated(['ReadOnlyAccess'], reading)).toBe('allowed allowed allowed allowed');
  expect(await simulated(['ReadOnlyAccess'], writing)).toBe(Array(5).fill('implicitDeny').join(' '));
  // metadata, not data: — developer guide "AWS managed policies for job functions"
  const viewing = ['s3:ListAllMyBuckets', 'kinesis:ListStreams', 's3:GetObject', 'kinesis:GetRecords'];
  expect(await simulated(['job-function/ViewOnlyAccess'], viewing)).toBe('allowed allowed implicitDeny implicitDeny');
  const analytics = ['kinesisanalytics:CreateApplication', 'iam:PassRole'];
  const role = (path: string) => `arn:aws:iam::123456789012:role/${path}`;
  const full = ['AmazonKinesisAnalyticsFullAccess'];
  expect(await simulated(full, analytics, role('service-role/kinesis-analytics-a'))).toBe('allowed allowed');
  expect(await simulated(full, analytics, role('a'))).toBe('allowed implicitDeny');
});

it('may be a boundary', async () => {
  await iam.user('fenced', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const PermissionsBoundary = aws('IAMReadOnlyAccess');
  expect((await iam.iam('PutUserPermissionsBoundary', { UserName: 'fenced', PermissionsBoundary })).status).toBe(200);
  expect((await iam.iam('GetPolicy', { PolicyArn: PermissionsBoundary })).text('PermissionsBoundaryUsageCount')).toBe('1');
  expect((await iam.iam('DeleteUserPermissionsBoundary', { UserName: 'fenced' })).status).toBe(200);
  expect(await said(iam.iam('DeleteUserPermissionsBoundary', { UserName: 'fenced' }))).toBe(
    '404 NoSuchEntity The user with name fenced has no permissions boundary.',
  );
  // — AWS's answer as the test cases of openshift's rosa keep it
  const missing = `404 NoSuchEntity Scope ARN: ${aws('None')} does not exist or is not attachable.`;
  const asked = {
    UserName: 'fenced',
    RoleName: 'r',
    AssumeRolePolicyDocument: trust({ AWS: '*' }),
    PermissionsBoundary: aws('None'),
  };
  for (const action of ['PutUserPermissionsBoundary', 'CreateRole'])
    expect(await said(iam.iam(action, asked)), action).toBe(missing);
});
