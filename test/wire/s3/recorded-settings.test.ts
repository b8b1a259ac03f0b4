import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refused } from './recorder.ts';
import { ACCOUNT, ROOT_KEY, type Served, serve } from './served.ts';

// aws: every golden — recorded, radkawar/stackd s3/…: the file stands at each test

let served: Served;
let s3: sdk.S3Client;
const Bucket = 'recorded-settings';
const open = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new sdk.CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
});
afterAll(() => served.close());

const block = (PublicAccessBlockConfiguration: sdk.PublicAccessBlockConfiguration, ExpectedBucketOwner?: string) =>
  refused(s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration, ExpectedBucketOwner })));

test('a block of public access that says nothing is refused, and what there was stays — public_access_replay.json', async () => {
  await block({ IgnorePublicAcls: true });
  expect(await block({})).toEqual({
    Code: 'InvalidRequest',
    Message: 'Must specify at least one configuration.',
    Status: 400,
  });
  expect(await block({}, '111122223333')).toMatchObject({ Code: 'AccessDenied', Status: 403 });
  const { PublicAccessBlockConfiguration } = await s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }));
  expect(PublicAccessBlockConfiguration).toEqual({ ...open, IgnorePublicAcls: true });
});

test('principals of bucket policies: no wildcard of services, none that is allowed by NotPrincipal; accounts become their root — public_policy_replay.json, public_access_replay.json', async () => {
  await block(open);
  const put = (more: object) => {
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/k`, ...more };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    return refused(s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy })));
  };
  const malformed = { Code: 'MalformedPolicy', Status: 400 };
  const NotPrincipal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  expect(await put({ Principal: { Service: '*.amazonaws.com' } })).toMatchObject(malformed);
  expect(await put({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/*` } })).toMatchObject(malformed);
  expect(await put({ NotPrincipal })).toMatchObject(malformed);
  expect(await put({ Effect: 'Deny', NotPrincipal })).toMatchObject({ Code: 'done' });
  expect(await put({ Principal: { Service: 'cloudtrail.amazonaws.com' } })).toMatchObject({ Code: 'done' });
  expect(await put({ Principal: { AWS: ACCOUNT } })).toMatchObject({ Code: 'done' });
  const { Policy = '' } = await s3.send(new sdk.GetBucketPolicyCommand({ Bucket }));
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Principal: NotPrincipal }] });
  // a block lets in what names an account, and what everybody outside of it is denied
  await block({ ...open, BlockPublicPolicy: true });
  const outside = { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } };
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/k` },
    { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/k`, Condition: outside },
  ];
  const whole = (statements: object[]) => {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    return refused(s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: document })));
  };
  expect(await whole(Statement)).toMatchObject({ Code: 'done' });
  expect(await whole(Statement.slice(0, 1))).toMatchObject({ Code: 'AccessDenied', Status: 403 });
  const { PolicyStatus } = await s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }));
  expect(PolicyStatus).toEqual({ IsPublic: false });
  await s3.send(new sdk.DeleteBucketPolicyCommand({ Bucket }));
});

test('a list of grants names its owner — access_raw_replay.json', async () => {
  const { Owner } = await s3.send(new sdk.GetBucketAclCommand({ Bucket }));
  const own: sdk.Grant = { Grantee: { Type: 'CanonicalUser', ID: Owner?.ID }, Permission: 'FULL_CONTROL' };
  const put = (AccessControlPolicy: sdk.AccessControlPolicy) =>
    refused(s3.send(new sdk.PutBucketAclCommand({ Bucket, AccessControlPolicy })));
  expect(await put({ Owner: {}, Grants: [own] })).toMatchObject({ Code: 'MalformedACLError', Status: 400 });
  const nobody = '0'.repeat(64);
  expect(await put({ Owner: { ID: nobody }, Grants: [own] })).toMatchObject({
    Code: 'InvalidArgument',
    Status: 400,
    ArgumentName: 'CanonicalUser/ID',
    ArgumentValue: nobody,
  });
  expect(await put({ Owner, Grants: [{ ...own, Permission: 'BOGUS' as never }] })).toMatchObject({ Code: 'MalformedACLError' });
  expect(await put({ Owner, Grants: [own, own] })).toMatchObject({ Code: 'done' });
  expect(await put({ Owner, Grants: [] })).toMatchObject({ Code: 'done' });
  expect((await s3.send(new sdk.GetBucketAclCommand({ Bucket }))).Grants ?? []).toEqual([]);
});

test('acceleration without a status; logs with two formats — acceleration_controls_replay.json, logging_raw_replay.json', async () => {
  const accelerate = new sdk.PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: {} });
  expect(await refused(s3.send(accelerate))).toMatchObject({ Code: 'IllegalAccelerateConfigurationException', Status: 400 });
  const log = (TargetObjectKeyFormat: object) => {
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: 'simple/', TargetObjectKeyFormat };
    return refused(s3.send(new sdk.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } })));
  };
  const PartitionedPrefix = { PartitionDateSource: 'EventTime' };
  expect(await log({ SimplePrefix: {}, PartitionedPrefix })).toMatchObject({ Code: 'MalformedXML', Status: 400 });
  expect(await log({ SimplePrefix: {} })).toMatchObject({ Code: 'done' });
  const { LoggingEnabled } = await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }));
  expect(LoggingEnabled).toEqual({
    TargetBucket: Bucket,
    TargetPrefix: 'simple/',
    TargetObjectKeyFormat: { SimplePrefix: {} },
  });
});
