/** Events have the members of the examples in AWS's guides, no more and no fewer; the values are those of the calls made here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningCredentials } from '#auth';
import { type Console, serveConsole } from '../console/served.ts';

type Told = Record<string, unknown> & {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly userIdentity: Record<string, unknown>;
  readonly resources?: readonly Record<string, unknown>[];
};

const ACCOUNT = '000000000000';
const ID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const DATE = expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/);
/** What every record has. aws: CloudTrail user guide, "CloudTrail record contents" */
const about = (eventSource: string, eventName: string, readOnly: boolean, apiVersion?: string) => ({
  eventVersion: '1.11',
  userIdentity: alice,
  eventTime: MOMENT,
  eventSource: `${eventSource}.amazonaws.com`,
  eventName,
  awsRegion: 'us-east-1',
  sourceIPAddress: '127.0.0.1',
  userAgent: '',
  requestID: expect.any(String),
  eventID: ID,
  readOnly,
  eventType: 'AwsApiCall',
  ...(apiVersion !== undefined && { apiVersion }),
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  eventCategory: 'Management',
});

let millrace: Console;
let events: readonly Told[];
let alice: Record<string, unknown>;
let keyArn: string;
let grantId: string;

const element = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
const ALLOW_ALL = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    },
  ],
});
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::told/*' }],
};

beforeAll(async () => {
  millrace = await serveConsole();
  const iam = (Action: string, more: Record<string, string> = {}, as?: SigningCredentials) =>
    millrace.query('iam', { Action, Version: '2010-05-08', ...more }, as);
  const user = await iam('CreateUser', { UserName: 'Alice' });
  await iam('PutUserPolicy', { UserName: 'Alice', PolicyName: 'all', PolicyDocument: ALLOW_ALL });
  const key = (await iam('CreateAccessKey', { UserName: 'Alice' })).body;
  const as = { accessKeyId: element(key, 'AccessKeyId'), secretAccessKey: element(key, 'SecretAccessKey') };
  alice = {
    type: 'IAMUser',
    principalId: element(user.body, 'UserId'),
    arn: `arn:aws:iam::${ACCOUNT}:user/Alice`,
    accountId: ACCOUNT,
    accessKeyId: as.accessKeyId,
    userName: 'Alice',
  };
  const json = async (service: string, target: string, input: object) => (await millrace.json(service, target, input, as)).body;
  const kms = (operation: string, input: object) => json('kms', `TrentService.${operation}`, input);

  await json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'GoodStream', ShardCount: 1 });
  await json('kinesis', 'Kinesis_20131202.DescribeStream', { StreamName: 'GoodStream' });
  await iam('GetUserPolicy', { UserName: 'Alice', PolicyName: 'all' }, as);
  await iam('CreateRole', { RoleName: 'R', AssumeRolePolicyDocument: TRUST });
  const sts = (parameters: Record<string, string>, by: SigningCredentials) =>
    millrace.query('sts', { Version: '2011-06-15', ...parameters }, by);
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/R`;
  const session = (await sts({ Action: 'AssumeRole', RoleArn, RoleSessionName: 'sess', SourceIdentity: 'Alice' }, as)).body;
  await sts({ Action: 'GetCallerIdentity' }, as);
  await millrace.json('kinesis', 'Kinesis_20131202.ListStreams', { Limit: 10 }, {
    accessKeyId: element(session, 'AccessKeyId'),
    secretAccessKey: element(session, 'SecretAccessKey'),
    sessionToken: element(session, 'SessionToken'),
  } as SigningCredentials);

  keyArn = (await kms('CreateKey', {})).KeyMetadata.Arn;
  const KeyId = keyArn.split('/')[1];
  const context = { EncryptionContext: { Department: 'Engineering' } };
  const { CiphertextBlob } = await kms('Encrypt', { KeyId, Plaintext: 'c2VjcmV0', ...context });
  await kms('Decrypt', { CiphertextBlob, ...context });
  await kms('Decrypt', { CiphertextBlob });
  grantId = (await kms('CreateGrant', { KeyId, GranteePrincipal: RoleArn, Operations: ['Encrypt'] })).GrantId;
  await kms('CreateAlias', { AliasName: 'alias/told', TargetKeyId: KeyId });
  await kms('DisableKey', { KeyId });

  const logs = (operation: string, input: object) => json('logs', `Logs_20140328.${operation}`, input);
  await logs('CreateLogGroup', { logGroupName: 'yourloggroup' });
  await logs('StartQuery', { logGroupName: 'yourloggroup', startTime: 0, endTime: 1, queryString: 'fields @message' });

  const s3 = (method: string, path: string, query = '', body = '') =>
    millrace.ask({ method, path, query, body, as, service: 's3' });
  await s3('PUT', '/told');
  await s3('PUT', '/told', 'policy=', JSON.stringify(POLICY));

  const msf = (operation: string, input: object) => json('kinesisanalytics', `KinesisAnalytics_20180523.${operation}`, input);
  await msf('DescribeApplication', { ApplicationName: 'cloudtrail-test' });

  const all: Told[] = [];
  let NextToken: string | undefined;
  do {
    if (NextToken !== undefined) await new Promise((resolve) => setTimeout(resolve, 600));
    const page = await millrace.json('cloudtrail', 'CloudTrail_20131101.LookupEvents', { NextToken });
    all.push(...(page.body.Events as { CloudTrailEvent: string }[]).map((each) => JSON.parse(each.CloudTrailEvent) as Told));
    NextToken = page.body.NextToken;
  } while (NextToken !== undefined);
  events = all;
}, 60_000);
afterAll(() => millrace.close());

const told = (eventName: string, errorCode?: string): Told => {
  const found = events.filter((event) => event.eventName === eventName && event.errorCode === errorCode);
  const [event] = found.filter(({ userIdentity: { arn } }) => arn !== `arn:aws:iam::${ACCOUNT}:root`);
  if (!event) throw new Error(`nothing is told of ${eventName}`);
  return event;
};
const keys = () => [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: keyArn }];

describe('events as in the guides of', () => {
  it('Managed Service for Apache Flink', () => {
    expect(told('DescribeApplication', 'ResourceNotFoundException')).toEqual({
      ...about('kinesisanalytics', 'DescribeApplication', true, '2018-05-23'),
      errorCode: 'ResourceNotFoundException',
      errorMessage: expect.any(String),
      requestParameters: { applicationName: 'cloudtrail-test' },
      responseElements: null,
    });
  });

  it('Kinesis Data Streams', () => {
    expect(told('CreateStream')).toEqual({
      ...about('kinesis', 'CreateStream', false),
      requestParameters: { shardCount: 1, streamName: 'GoodStream' },
      responseElements: null,
      resources: [
        { accountId: ACCOUNT, type: 'AWS::Kinesis::Stream', ARN: `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/GoodStream` },
      ],
    });
    expect(told('DescribeStream')).toMatchObject({ requestParameters: { streamName: 'GoodStream' }, responseElements: null });
  });

  it('IAM and STS', () => {
    expect(told('GetUserPolicy')).toEqual({
      ...about('iam', 'GetUserPolicy', true),
      requestParameters: { userName: 'Alice', policyName: 'all' },
      responseElements: null,
    });
    const { resources, responseElements } = told('AssumeRole');
    expect(responseElements).toEqual({
      credentials: {
        accessKeyId: expect.stringMatching(/^ASIA/),
        sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        expiration: DATE,
      },
      assumedRoleUser: {
        assumedRoleId: expect.stringMatching(/^AROA.*:sess$/),
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/R/sess`,
      },
      sourceIdentity: 'Alice',
    });
    expect(resources).toEqual([{ ARN: `arn:aws:iam::${ACCOUNT}:role/R`, accountId: ACCOUNT, type: 'AWS::IAM::Role' }]);
    expect(told('GetCallerIdentity')).toMatchObject({ requestParameters: null, responseElements: null });
    expect(told('ListStreams', 'AccessDenied').userIdentity).toEqual({
      type: 'AssumedRole',
      principalId: expect.stringMatching(/^AROA.*:sess$/),
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/R/sess`,
      accountId: ACCOUNT,
      accessKeyId: expect.stringMatching(/^ASIA/),
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: expect.stringMatching(/^AROA[A-Z0-9]+$/),
          arn: `arn:aws:iam::${ACCOUNT}:role/R`,
          accountId: ACCOUNT,
          userName: 'R',
        },
        sourceIdentity: 'Alice',
        attributes: { creationDate: MOMENT, mfaAuthenticated: 'false' },
      },
    });
  });

  it('KMS: using a key', () => {
    const parameters = { encryptionContext: { Department: 'Engineering' }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    expect(told('Encrypt')).toEqual({
      ...about('kms', 'Encrypt', true),
      requestParameters: { ...parameters, keyId: keyArn.split('/')[1] },
      responseElements: null,
      resources: keys(),
    });
    expect(told('Decrypt')).toEqual({
      ...about('kms', 'Decrypt', true),
      requestParameters: parameters,
      responseElements: null,
      additionalEventData: { keyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) },
      resources: keys(),
    });
    // KMS says no more than the code
    expect(told('Decrypt', 'InvalidCiphertextException')).toEqual({
      ...about('kms', 'Decrypt', true),
      errorCode: 'InvalidCiphertextException',
      requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      responseElements: null,
    });
  });

  it('KMS: keys, grants and aliases', () => {
    expect(told('CreateKey')).toMatchObject({
      readOnly: false,
      requestParameters: {
        description: '',
        origin: 'AWS_KMS',
        bypassPolicyLockoutSafetyCheck: false,
        customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        keySpec: 'SYMMETRIC_DEFAULT',
        keyUsage: 'ENCRYPT_DECRYPT',
      },
      responseElements: { keyMetadata: { AWSAccountId: ACCOUNT, arn: keyArn, creationDate: DATE, keyManager: 'CUSTOMER' } },
      resources: keys(),
    });
    expect(told('CreateGrant')).toMatchObject({ responseElements: { keyId: keyArn }, resources: keys() });
    // the token of a grant lets its bearer in
    expect(told('CreateGrant')['responseElements']).toEqual({ grantId, keyId: keyArn });
    expect(told('DisableKey')).toMatchObject({ responseElements: { keyId: keyArn }, resources: keys() });
    const alias = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/told`;
    expect(told('CreateAlias')).toMatchObject({
      responseElements: { keyId: keyArn },
      resources: [{ accountId: ACCOUNT, type: 'AWS::KMS::Alias', ARN: alias }, ...keys()],
    });
  });

  it('CloudWatch Logs', () => {
    expect(told('StartQuery')).toEqual({
      ...about('logs', 'StartQuery', false, '20140328'),
      requestParameters: { logGroupName: 'yourloggroup', startTime: 0, endTime: 1, queryString: 'fields @message' },
      responseElements: { queryId: ID },
    });
  });

  it('S3', () => {
    const event = told('PutBucketPolicy');
    expect(event).toEqual({
      ...about('s3', 'PutBucketPolicy', false),
      userAgent: '[]',
      requestParameters: { bucketName: 'told', Host: millrace.host, policy: '', bucketPolicy: POLICY },
      responseElements: null,
      additionalEventData: {
        SignatureVersion: 'SigV4',
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredIn: JSON.stringify(POLICY).length,
        bytesTransferredOut: 0,
        'x-amz-id-2': expect.any(String),
      },
      resources: [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::told' }],
    });
  });
});
