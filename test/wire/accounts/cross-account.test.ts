import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '#core';
import { A, ADMIN, B, document, REGION, type Said, sessionOf, trusting, userOf, type World, world } from './world.ts';

// aws: across accounts both sides must allow — IAM user guide, "Cross-account policy evaluation logic"

/** No account needs to allow it. */
const NOTHING = { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' };
const READER = `arn:aws:iam::${A}:user/reader`;

let here: World;
let admin: Caller;
let reader: Caller;
let owner: ReturnType<World['as']>;
let run = 0;
let name: string;

beforeAll(async () => {
  here = await world();
  admin = await userOf(here, A, 'admin', ADMIN);
  reader = await userOf(here, A, 'reader', document(NOTHING));
  owner = here.as(here.root(B));
});
afterAll(() => here.close());
beforeEach(() => {
  name = `n${run++}-bucket`;
});

const mayDo = (...statements: object[]) =>
  here.as(here.root(A))('iam', 'PutUserPolicy', { UserName: 'reader', PolicyName: 'p', PolicyDocument: document(...statements) });
const said = (asked: Promise<Said>): Promise<string> =>
  asked.then(
    () => 'done',
    (thrown: { code: string; message: string }) => `${thrown.code} ${thrown.message}`,
  );

describe('accounts', () => {
  it('have a root user each, with a key of his own', async () => {
    const key = here.accounts.rootKey(A);
    const { status, body } = await here.query('sts', key ?? { accessKeyId: '', secretAccessKey: '' }, {
      Action: 'GetCallerIdentity',
    });
    expect(status).toBe(200);
    expect(body).toContain(`<Arn>arn:aws:iam::${A}:root</Arn>`);
    expect(here.accounts.list().map(({ account, name: called }) => [account, called])).toEqual([
      ['111111111111', undefined],
      [A, 'account 2'],
      [B, 'account 3'],
    ]);
    expect(here.accounts.create({ account: A })).toBeUndefined();
    expect(here.accounts.create({ account: '111111111111' })).toBeUndefined();
    expect(here.accounts.create({})?.account).toMatch(/^[1-9]\d{11}$/);
    expect(here.accounts.rootKey('999999999999')).toBeUndefined();
  });

  it('keep things of the same name apart', async () => {
    for (const account of [A, B]) {
      const root = here.as(here.root(account));
      await root('kinesis', 'CreateStream', { StreamName: 'same', ShardCount: 1 });
      await root('iam', 'CreateRole', { RoleName: 'same', AssumeRolePolicyDocument: trusting({ AWS: account }) });
      await root('logs', 'CreateLogGroup', { logGroupName: 'same' });
    }
    const { StreamDescriptionSummary: stream } = await owner('kinesis', 'DescribeStreamSummary', { StreamName: 'same' });
    expect(stream.StreamARN).toBe(`arn:aws:kinesis:${REGION}:${B}:stream/same`);
    await owner('kinesis', 'DeleteStream', { StreamName: 'same' });
    expect((await here.as(admin)('kinesis', 'ListStreams')).StreamNames).toEqual(['same']);
  });

  it('share the names of buckets', async () => {
    await owner('s3', 'CreateBucket', { Bucket: name });
    expect(await said(here.as(admin)('s3', 'CreateBucket', { Bucket: name }))).toMatch(/^BucketAlreadyExists /);
  });
});

describe('a bucket of another account', () => {
  const grant = (...actions: string[]) => ({
    Effect: 'Allow',
    Principal: { AWS: READER },
    Action: actions,
    Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
  });
  const put = () =>
    here.as(reader)('s3', 'PutObject', { Bucket: name, Key: 'k', Body: Readable.from([Buffer.from('abc')]), ContentLength: 3 });

  it('is open to whom its policy and his own policies let in', async () => {
    await owner('s3', 'CreateBucket', { Bucket: name });
    const refused = (why: string) =>
      `AccessDenied User: ${READER} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::${name}/k" because no ${why} allows the s3:PutObject action`;
    await mayDo({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    expect(await said(put())).toBe(refused('resource-based policy'));
    await owner('s3', 'PutBucketPolicy', { Bucket: name, Policy: document(grant('s3:PutObject')) });
    expect(await said(put())).toBe('done');
    await mayDo({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    expect(await said(put())).toBe(refused('identity-based policy'));
    // what another account has put belongs to the bucket's owner — S3 user guide, bucket owner enforced
    expect((await owner('s3', 'ListObjectsV2', { Bucket: name })).KeyCount).toBe(1);
    expect((await here.as(admin)('s3', 'ListBuckets')).Buckets).toEqual([]);
  });

  it('is not read by whom the owner did not expect', async () => {
    await owner('s3', 'CreateBucket', { Bucket: name });
    expect(await said(owner('s3', 'HeadBucket', { Bucket: name, ExpectedBucketOwner: A }))).toBe('AccessDenied Access Denied');
  });
});

describe('a stream of another account', () => {
  it('is written to by its ARN, where its policy and one’s own allow it', async () => {
    await owner('kinesis', 'CreateStream', { StreamName: name, ShardCount: 1 });
    const arn = `arn:aws:kinesis:${REGION}:${B}:stream/${name}`;
    const put = (by: Caller) =>
      here.as(by)('kinesis', 'PutRecord', { StreamARN: arn, PartitionKey: 'p', Data: Buffer.from('x') });
    expect(await said(put(admin))).toBe(
      `AccessDeniedException User: ${admin.arn} is not authorized to perform: kinesis:PutRecord on resource: ${arn} because no resource-based policy allows the kinesis:PutRecord action`,
    );
    const allowed = {
      Effect: 'Allow',
      Principal: { AWS: A },
      Action: ['kinesis:PutRecord', 'kinesis:DescribeStreamSummary'],
      Resource: arn,
    };
    await owner('kinesis', 'PutResourcePolicy', { ResourceARN: arn, Policy: document(allowed) });
    expect(await said(put(admin))).toBe('done');
    await mayDo(NOTHING);
    expect(await said(put(reader))).toContain('because no identity-based policy allows');
    // a name alone is one's own stream
    expect(
      await said(here.as(admin)('kinesis', 'PutRecord', { StreamName: name, PartitionKey: 'p', Data: Buffer.from('x') })),
    ).toBe(`ResourceNotFoundException Stream ${name} under account ${A} not found.`);
  });
});

describe('a role of another account', () => {
  const assume = (by: Caller, role: string, more: object = {}) =>
    here.as(by)('sts', 'AssumeRole', { RoleArn: role, RoleSessionName: 's', ...more });

  it('is assumed where it trusts and the caller may; from there on for an hour', async () => {
    const { Role: role } = await owner('iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: trusting({ AWS: READER }),
      MaxSessionDuration: 43_200,
    });
    await owner('iam', 'PutRolePolicy', { RoleName: name, PolicyName: 'p', PolicyDocument: ADMIN });
    const refused = `AccessDenied User: ${READER} is not authorized to perform: sts:AssumeRole on resource: ${role.Arn}`;
    await mayDo(NOTHING);
    expect(await said(assume(reader, role.Arn))).toBe(refused);
    await mayDo({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
    expect(await said(assume(admin, role.Arn))).toBe(refused.replace('user/reader', 'user/admin'));
    const session = await sessionOf(here, reader, role.Arn, { DurationSeconds: 43_200 });
    expect(session).toMatchObject({ account: B, arn: `arn:aws:sts::${B}:assumed-role/${name}/s` });
    // the session is B's: it sees B's streams, and A's role lets it in only as what it is
    expect(JSON.stringify(await here.as(session)('iam', 'ListRoles'))).toContain(name);
    await here.as(here.root(A))('iam', 'CreateRole', {
      RoleName: `back-${name}`,
      AssumeRolePolicyDocument: trusting({ AWS: role.Arn }),
    });
    const back = `arn:aws:iam::${A}:role/back-${name}`;
    expect(await said(assume(session, back, { DurationSeconds: 3601 }))).toBe(
      'ValidationError The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
    expect(await sessionOf(here, session, back, { DurationSeconds: 3600 })).toMatchObject({ account: A });
    expect(await said(assume(reader, back))).toContain('AccessDenied');
  });
});

describe('a service between the accounts', () => {
  it('is no deputy for the one against the other', async () => {
    const SERVICE = 'kinesisanalytics.amazonaws.com';
    const service: Caller = { kind: 'service', partition: 'aws', account: '', arn: SERVICE, userId: SERVICE };
    const { Role: role } = await owner('iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: trusting({ Service: SERVICE }, { Condition: { StringEquals: { 'aws:SourceAccount': B } } }),
    });
    const actFor = (account: string) =>
      here.gateway.invoke(
        'sts',
        'AssumeRole',
        { RoleArn: role.Arn, RoleSessionName: 's' },
        {
          caller: service,
          scope: { partition: 'aws', account, region: REGION },
          context: {
            'aws:SourceAccount': account,
            'aws:SourceArn': `arn:aws:kinesisanalytics:${REGION}:${account}:application/app`,
          },
        },
      );
    expect(await said(actFor(A))).toContain('AccessDenied');
    expect(await said(actFor(B))).toBe('done');
  });

  it('does not take a role of another account for an application, whatever it trusts', async () => {
    const { Role: role } = await owner('iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: trusting({ Service: 'kinesisanalytics.amazonaws.com' }),
    });
    const create = here.as(admin)('kinesisanalyticsv2', 'CreateApplication', {
      ApplicationName: 'app',
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: role.Arn,
    });
    expect(await said(create)).toMatch(/^AccessDeniedException .*iam:PassRole/);
  });
});
