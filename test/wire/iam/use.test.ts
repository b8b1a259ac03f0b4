import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, type Identity, policy, said, trust } from './boot.ts';

const START = Date.UTC(2026, 0, 1);
const clock = fakeClock(START);
let iam: Identity;
beforeAll(async () => {
  iam = await boot(clock);
});
afterAll(() => iam.close());

describe('the last use', () => {
  it('of an access key is told, and survives a restart', async () => {
    const key = await iam.user('worker', policy(allow('iam:GetUser')));
    const lastUsed = () => iam.iam('GetAccessKeyLastUsed', { AccessKeyId: key.accessKeyId });
    const never = await lastUsed();
    expect([never.text('UserName'), never.text('ServiceName'), never.text('Region'), never.text('LastUsedDate')]).toEqual([
      'worker',
      'N/A',
      'N/A',
      '',
    ]);
    clock.advance(90_000);
    await iam.ask('sts', key, 'GetCallerIdentity');
    clock.advance(60_000);
    const used = await lastUsed();
    expect([used.text('ServiceName'), used.text('Region'), used.text('LastUsedDate')]).toEqual([
      'sts',
      'us-east-1',
      '2026-01-01T00:01:30Z',
    ]);
    await iam.restart();
    expect((await lastUsed()).text('LastUsedDate')).toBe('2026-01-01T00:01:30Z');
    expect(await said(iam.iam('GetAccessKeyLastUsed', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).toBe(
      '404 NoSuchEntity The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.',
    );
  });

  it('of a role is when a session of it called', async () => {
    const key = await iam.user('assumer', policy(allow('sts:AssumeRole')));
    await iam.iam('CreateRole', { RoleName: 'used', AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) });
    const role = async () => (await iam.iam('GetRole', { RoleName: 'used' })).body;
    expect(await role()).not.toContain('<LastUsedDate>');
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/used`;
    const made = await iam.ask('sts', key, 'AssumeRole', { RoleArn, RoleSessionName: 'ses' });
    const session = {
      accessKeyId: made.text('AccessKeyId'),
      secretAccessKey: made.text('SecretAccessKey'),
      sessionToken: made.text('SessionToken'),
    };
    expect(await role()).not.toContain('<LastUsedDate>');
    await iam.ask('sts', session, 'GetCallerIdentity');
    expect(await role()).toContain('<LastUsedDate>2026-01-01T');
  });
});

describe('credential reports', () => {
  it('are made, kept for four hours, and say what there is', async () => {
    expect(await said(iam.iam('GetCredentialReport'))).toMatch(/^410 ReportNotPresent /);
    const first = await iam.iam('GenerateCredentialReport');
    expect([first.text('State'), first.text('Description')]).toEqual([
      'STARTED',
      'No report exists. Starting a new report generation task',
    ]);
    expect((await iam.iam('GenerateCredentialReport')).text('State')).toBe('COMPLETE');
    const got = await iam.iam('GetCredentialReport');
    expect(got.text('ReportFormat')).toBe('text/csv');
    const [head = '', ...rows] = Buffer.from(got.text('Content'), 'base64').toString('utf8').split('\n');
    const columns = head.split(',');
    expect(columns).toHaveLength(22);
    const table = rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [columns[at], cell])));
    expect(table[0]).toMatchObject({ user: '<root_account>', arn: `arn:aws:iam::${ACCOUNT}:root`, access_key_1_active: 'true' });
    expect(table.find(({ user }) => user === 'worker')).toMatchObject({
      arn: `arn:aws:iam::${ACCOUNT}:user/worker`,
      user_creation_time: '2026-01-01T00:00:00Z',
      password_enabled: 'false',
      mfa_active: 'false',
      access_key_1_active: 'true',
      access_key_1_last_used_date: '2026-01-01T00:01:30Z',
      access_key_1_last_used_service: 'sts',
      access_key_2_active: 'false',
      access_key_2_last_rotated: 'N/A',
    });
    clock.advance(4 * 3_600_000);
    expect(await said(iam.iam('GetCredentialReport'))).toMatch(/^410 ReportExpired /);
  });
});

// aws: IAM user guide, "AWS JSON policy elements: Principal"
describe('a trust policy', () => {
  it('means who was there when it was written, not who comes later under that name', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:user/trusted`;
    const create = (RoleName: string) => iam.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trust({ AWS: arn }) });
    expect(await said(create('early'))).toBe(`400 MalformedPolicyDocument Invalid principal in policy: "AWS":"${arn}"`);
    const key = await iam.user('trusted');
    const userId = (await iam.iam('GetUser', { UserName: 'trusted' })).text('UserId');
    await create('early');
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/early`;
    const assume = (by: typeof key) => iam.ask('sts', by, 'AssumeRole', { RoleArn, RoleSessionName: 'ses' });
    expect((await assume(key)).status).toBe(200);
    const shown = async () =>
      decodeURIComponent((await iam.iam('GetRole', { RoleName: 'early' })).text('AssumeRolePolicyDocument'));
    expect(await shown()).toContain(arn);
    await iam.iam('DeleteAccessKey', { UserName: 'trusted', AccessKeyId: key.accessKeyId });
    await iam.iam('DeleteUser', { UserName: 'trusted' });
    const impostor = await iam.user('trusted');
    expect((await assume(impostor)).status).toBe(403);
    expect(await shown()).toContain(`"AWS":"${userId}"`);
    await iam.iam('UpdateAssumeRolePolicy', { RoleName: 'early', PolicyDocument: trust({ AWS: arn }) });
    expect((await assume(impostor)).status).toBe(200);
  });
});
