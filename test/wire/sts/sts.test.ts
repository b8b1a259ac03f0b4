import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, fakeClock } from '#core';
import { ACCOUNT, allow, boot, type Identity, type Key, policy, ROOT, trust } from '../iam/boot.ts';

const START = Date.UTC(2026, 0, 1);
const clock = fakeClock(START);
let iam: Identity;
let run = 0;
let name: string;
beforeAll(async () => {
  iam = await boot(clock);
});
afterAll(() => iam.close());
beforeEach(() => {
  name = `n${run++}`;
});

const role = (of = name) => `arn:aws:iam::${ACCOUNT}:role/${of}`;
const create = (document: string, more: Record<string, string> = {}) =>
  iam.iam('CreateRole', { RoleName: name, AssumeRolePolicyDocument: document, ...more });
const assume = (key: Key, more: Record<string, string> = {}) =>
  iam.ask('sts', key, 'AssumeRole', { RoleArn: role(), RoleSessionName: 'session', ...more });
const keyOf = (answer: Awaited<ReturnType<typeof assume>>): Key => ({
  accessKeyId: answer.text('AccessKeyId'),
  secretAccessKey: answer.text('SecretAccessKey'),
  sessionToken: answer.text('SessionToken'),
});
const said = async (asked: ReturnType<Identity['iam']>) => {
  const answer = await asked;
  return `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
};
const mayAssume = policy(allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']));
const refusal = (user: string, action = 'sts:AssumeRole') =>
  `403 AccessDenied User: arn:aws:iam::${ACCOUNT}:user/${user} is not authorized to perform: ${action} on resource: ${role()}`;

describe('GetCallerIdentity', () => {
  it('answers as AWS does', async () => {
    const answer = await iam.ask('sts', ROOT, 'GetCallerIdentity');
    // — response syntax of the API reference
    expect(answer.body.replace(/\n\s*/g, '')).toMatch(
      new RegExp(
        '^(<\\?xml[^>]*>)?<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
          `<UserId>${ACCOUNT}</UserId><Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:root</Arn></GetCallerIdentityResult>` +
          '<ResponseMetadata><RequestId>[0-9a-f-]{36}</RequestId></ResponseMetadata></GetCallerIdentityResponse>$',
      ),
    );
  });

  it('needs a key that exists, and no permission', async () => {
    const key = await iam.user(name);
    expect((await iam.ask('sts', key, 'GetCallerIdentity')).text('UserId')).toMatch(/^AIDA/);
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    expect(await said(iam.ask('sts', unknown, 'GetCallerIdentity'))).toBe(
      '403 InvalidClientTokenId The security token included in the request is invalid.',
    );
  });
});

describe('AssumeRole', () => {
  it('gives credentials of the role to whom it trusts', async () => {
    const key = await iam.user(name);
    await create(trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/${name}` }), { Path: '/p/' });
    await iam.iam('PutRolePolicy', {
      RoleName: name,
      PolicyName: 'p',
      PolicyDocument: JSON.stringify(policy(allow('iam:ListUsers'))),
    });
    const answer = await assume(key, { RoleArn: role(`p/${name}`) });
    expect([answer.status, answer.text('Arn'), answer.text('Expiration')]).toEqual([
      200,
      `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
      '2026-01-01T01:00:00Z',
    ]);
    expect(answer.text('AssumedRoleId')).toMatch(/^AROA[A-Z2-7]{17}:session$/);
    expect(answer.text('AccessKeyId')).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const session = keyOf(answer);
    const who = await iam.ask('sts', session, 'GetCallerIdentity');
    expect([who.text('Arn'), who.text('UserId')]).toEqual([answer.text('Arn'), answer.text('AssumedRoleId')]);
    expect((await iam.ask('iam', session, 'ListUsers')).status).toBe(200);
    expect(await said(iam.ask('iam', session, 'ListRoles'))).toBe(
      `403 AccessDenied User: ${answer.text('Arn')} is not authorized to perform: iam:ListRoles on resource: ` +
        `arn:aws:iam::${ACCOUNT}:role/ because no identity-based policy allows the iam:ListRoles action`,
    );
    const forged = { ...session, sessionToken: `${session.sessionToken?.slice(0, -8)}AAAAAAA=` };
    expect(await said(iam.ask('sts', forged, 'GetCallerIdentity'))).toMatch(/^403 InvalidClientTokenId/);
    expect(await said(iam.ask('sts', { ...session, sessionToken: undefined }, 'GetCallerIdentity'))).toMatch(
      /^403 InvalidClientTokenId/,
    );
  });

  it("needs the caller's own policies where the role trusts the account", async () => {
    const key = await iam.user(name);
    await create(trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
    expect(await said(assume(key))).toBe(refusal(name));
    await iam.iam('PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: JSON.stringify(mayAssume) });
    expect((await assume(key)).status).toBe(200);
  });

  it("needs the role's trust, whatever the caller may", async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ Service: 'kinesisanalytics.amazonaws.com' }));
    expect(await said(assume(key))).toBe(refusal(name));
    expect(await said(assume(key, { RoleArn: role('no-such-role') }))).toBe(refusal(name).replace(role(), role('no-such-role')));
  });

  it('is not for root, nor for what is no ARN', async () => {
    await create(trust({ AWS: ACCOUNT }));
    expect(await said(assume(ROOT))).toBe('403 AccessDenied Roles may not be assumed by root accounts.');
    expect(await said(assume(ROOT, { RoleArn: 'nothing-valid-in-here' }))).toBe(
      '400 ValidationError nothing-valid-in-here is invalid',
    );
  });

  it('asks for the external id of the trust policy', async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }, { Condition: { StringEquals: { 'sts:ExternalId': '42' } } }));
    expect(await said(assume(key))).toBe(refusal(name));
    expect((await assume(key, { ExternalId: '42' })).status).toBe(200);
  });

  it("keeps to the role's duration, and to an hour in a chain", async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }), { MaxSessionDuration: '7200' });
    await iam.iam('PutRolePolicy', { RoleName: name, PolicyName: 'p', PolicyDocument: JSON.stringify(mayAssume) });
    expect(await said(assume(key, { DurationSeconds: '7201' }))).toBe(
      '400 ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    const long = await assume(key, { DurationSeconds: '7200' });
    expect(long.text('Expiration')).toBe('2026-01-01T02:00:00Z');
    expect(await said(assume(keyOf(long), { DurationSeconds: '3601' }))).toBe(
      '400 ValidationError The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
    expect((await assume(keyOf(long), { DurationSeconds: '900' })).status).toBe(200);
  });

  it('can narrow the session by policies', async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }));
    await iam.iam('AttachRolePolicy', { RoleName: name, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    const inline = keyOf(await assume(key, { Policy: JSON.stringify(policy(allow('iam:ListUsers'))) }));
    expect((await iam.ask('iam', inline, 'ListUsers')).status).toBe(200);
    expect(await said(iam.ask('iam', inline, 'ListRoles'))).toContain(
      'because no session policy allows the iam:ListRoles action',
    );
    const managed = keyOf(await assume(key, { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }));
    expect((await iam.ask('iam', managed, 'ListUsers')).status).toBe(403);
    expect(await said(assume(key, { Policy: '{}' }))).toBe('400 MalformedPolicyDocument Syntax errors in policy.');
    expect((await assume(key, { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/NoSuchPolicyAtAll' })).status).toBe(400);
  });

  it('passes tags, and the transitive ones further on', async () => {
    const tagging = { Action: ['sts:AssumeRole', 'sts:TagSession'] };
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }, tagging), { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'red' });
    const condition = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } };
    const document = JSON.stringify(policy(allow('iam:ListUsers', '*', condition), allow(['sts:AssumeRole', 'sts:TagSession'])));
    await iam.iam('PutRolePolicy', { RoleName: name, PolicyName: 'p', PolicyDocument: document });
    expect((await iam.ask('iam', keyOf(await assume(key)), 'ListUsers')).status).toBe(403);
    const tags = { 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'blue', 'TransitiveTagKeys.member.1': 'team' };
    const tagged = keyOf(await assume(key, tags));
    expect((await iam.ask('iam', tagged, 'ListUsers')).status).toBe(200);
    const chained = keyOf(await assume(tagged));
    expect((await iam.ask('iam', chained, 'ListUsers')).status).toBe(200);
    expect(await said(assume(tagged, tags))).toBe(
      "400 InvalidParameterValue One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
    expect(await said(assume(key, { ...tags, 'TransitiveTagKeys.member.1': 'other' }))).toBe(
      '400 InvalidParameterValue The specified transitive tag key must be included in the requested tags.',
    );
    const twice = { ...tags, 'Tags.member.2.Key': 'TEAM', 'Tags.member.2.Value': '' };
    expect(await said(assume(key, twice))).toBe(
      '400 InvalidParameterValue Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  });

  it('needs the right to tag', async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }));
    expect(await said(assume(key, { 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' }))).toBe(
      refusal(name, 'sts:TagSession'),
    );
    expect(await said(assume(key, { SourceIdentity: 'me' }))).toBe(refusal(name, 'sts:SetSourceIdentity'));
    expect((await assume(key, { SerialNumber: 'arn:aws:iam::1:mfa/x', TokenCode: '123456' })).status).toBe(403);
  });

  it('keeps the source identity', async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }, { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] }));
    await iam.iam('PutRolePolicy', { RoleName: name, PolicyName: 'p', PolicyDocument: JSON.stringify(mayAssume) });
    const first = await assume(key, { SourceIdentity: 'eve' });
    expect(first.text('SourceIdentity')).toBe('eve');
    expect((await assume(keyOf(first))).text('SourceIdentity')).toBe('eve');
    expect((await assume(keyOf(first), { SourceIdentity: 'mallory' })).status).toBe(403);
  });

  it("ends with the time, the role, and the role's name given to another", async () => {
    const key = await iam.user(name, mayAssume);
    await create(trust({ AWS: ACCOUNT }));
    const session = keyOf(await assume(key, { DurationSeconds: '900' }));
    const alive = async () => said(iam.ask('sts', session, 'GetCallerIdentity'));
    expect(await alive()).toMatch(/^200/);
    await clock.advance(900_000);
    expect(await alive()).toMatch(/^403 ExpiredToken/);
    const other = keyOf(await assume(key));
    await iam.iam('DeleteRole', { RoleName: name });
    const dead = /^403 InvalidClientTokenId/;
    expect(await said(iam.ask('sts', other, 'GetCallerIdentity'))).toMatch(dead);
    await create(trust({ AWS: ACCOUNT }));
    expect(await said(iam.ask('sts', other, 'GetCallerIdentity'))).toMatch(dead);
  });
});

describe('a service principal', () => {
  const service: Caller = {
    kind: 'service',
    partition: 'aws',
    account: '',
    arn: 'kinesisanalytics.amazonaws.com',
    userId: 'kinesisanalytics.amazonaws.com',
  };
  const scope = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
  const invoke = (context: Record<string, string> = {}) =>
    iam.gateway.invoke('sts', 'AssumeRole', { RoleArn: role(), RoleSessionName: 'app' }, { caller: service, scope, context });

  it('assumes what trusts it', async () => {
    await create(trust({ Service: 'kinesisanalytics.amazonaws.com' }));
    await expect(invoke()).resolves.toMatchObject({
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/app` },
    });
  });

  it('does not assume what trusts another, or an account', async () => {
    await create(trust({ Service: 'lambda.amazonaws.com', AWS: ACCOUNT }));
    await expect(invoke()).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: kinesisanalytics.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${role()}`,
    });
  });

  it('is bound by the source of the request', async () => {
    const condition = {
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': `arn:aws:kinesisanalytics:*:${ACCOUNT}:application/app*` },
    };
    await create(trust({ Service: 'kinesisanalytics.amazonaws.com' }, { Condition: condition }));
    await expect(invoke()).rejects.toMatchObject({ code: 'AccessDenied' });
    const source = (app: string) => ({
      'aws:SourceAccount': ACCOUNT,
      'aws:SourceArn': `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/${app}`,
    });
    await expect(invoke(source('other'))).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(invoke(source('app-1'))).resolves.toBeDefined();
  });
});

describe('GetSessionToken', () => {
  it('gives temporary credentials of the same user', async () => {
    const key = await iam.user(name, policy(allow(['iam:GetUser', 'sts:AssumeRole'])));
    await create(trust({ AWS: ACCOUNT }));
    const answer = await iam.ask('sts', key, 'GetSessionToken', { DurationSeconds: '900' });
    const session = keyOf(answer);
    expect((await iam.ask('sts', session, 'GetCallerIdentity')).text('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:user/${name}`);
    expect((await assume(session)).status).toBe(200);
    // aws: not for IAM, without MFA — model, GetSessionToken
    expect(await said(iam.ask('iam', session, 'GetUser'))).toMatch(/^403 InvalidClientTokenId/);
    expect(await said(iam.ask('sts', session, 'GetSessionToken'))).toBe(
      '403 AccessDenied Cannot call GetSessionToken with session credentials',
    );
    expect(
      (await iam.ask('sts', key, 'GetSessionToken', { SerialNumber: 'arn:aws:iam::1:mfa/x', TokenCode: '123456' })).status,
    ).toBe(403);
    await iam.iam('DeleteUserPolicy', { UserName: name, PolicyName: 'p' });
    await iam.iam('DeleteAccessKey', { UserName: name, AccessKeyId: key.accessKeyId });
    await iam.iam('DeleteUser', { UserName: name });
    expect(await said(iam.ask('sts', session, 'GetCallerIdentity'))).toMatch(/^403 InvalidClientTokenId/);
  });

  it('gives root an hour', async () => {
    const answer = await iam.ask('sts', ROOT, 'GetSessionToken');
    expect(Date.parse(answer.text('Expiration')) - clock.millis()).toBe(3_600_000);
    expect((await iam.ask('sts', keyOf(answer), 'GetCallerIdentity')).text('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:root`);
  });
});
