import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  GetLoginProfileCommand,
  IAMClient,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, deny, type Identity, type Key, policy, ROOT, said } from './boot.ts';

const clock = fakeClock(Date.UTC(2026, 0, 1));
let iam: Identity;
let run = 0;
let user: string;
beforeAll(async () => {
  iam = await boot(clock);
});
afterAll(() => iam.close());
beforeEach(() => {
  user = `user-${run++}`;
});

const create = (Password = 'First-1-Word', more: Record<string, string> = {}) =>
  iam.iam('CreateLoginProfile', { UserName: user, Password, ...more });
const change = (key: Key, OldPassword: string, NewPassword: string) =>
  said(iam.ask('iam', key, 'ChangePassword', { OldPassword, NewPassword }));
const none = () => `404 NoSuchEntity Login Profile for User ${user} cannot be found.`;

// hashes are slow, by purpose
vi.setConfig({ testTimeout: 60_000 });

describe('a login profile', () => {
  it('is made, read, changed and taken away; a user with one stays', async () => {
    await iam.iam('CreateUser', { UserName: user });
    expect(await said(iam.iam('GetLoginProfile', { UserName: user }))).toBe(none());
    expect(await said(iam.iam('UpdateLoginProfile', { UserName: user, Password: 'Other-1-Word' }))).toBe(none());
    const made = await create('First-1-Word', { PasswordResetRequired: 'true' });
    const shown = (answer: typeof made) => ['UserName', 'PasswordResetRequired', 'CreateDate'].map((each) => answer.text(each));
    expect(shown(made)).toEqual([user, 'true', '2026-01-01T00:00:00Z']);
    expect(await said(create())).toBe(`409 EntityAlreadyExists Login Profile for user ${user} already exists.`);
    await iam.iam('UpdateLoginProfile', { UserName: user, PasswordResetRequired: 'false' });
    expect(shown(await iam.iam('GetLoginProfile', { UserName: user }))).toEqual([user, 'false', '2026-01-01T00:00:00Z']);
    expect(await said(iam.iam('DeleteUser', { UserName: user }))).toBe(
      '409 DeleteConflict Cannot delete entity, must delete login profile first.',
    );
    await iam.iam('UpdateUser', { UserName: user, NewUserName: `${user}-new` });
    expect((await iam.iam('GetLoginProfile', { UserName: `${user}-new` })).text('UserName')).toBe(`${user}-new`);
    expect(await said(iam.iam('DeleteLoginProfile', { UserName: `${user}-new` }))).toBe('done');
    expect(await said(iam.iam('DeleteUser', { UserName: `${user}-new` }))).toBe('done');
  });

  it('is not made without a user, nor without a password', async () => {
    expect(await said(create())).toBe(`404 NoSuchEntity The user with name ${user} cannot be found.`);
    await iam.iam('CreateUser', { UserName: user });
    expect(await said(iam.iam('CreateLoginProfile', { UserName: user }))).toMatch(/^400 ValidationError .*'password'/);
  });

  it('is known to the SDK', async () => {
    await iam.iam('CreateUser', { UserName: user });
    const client = new IAMClient({
      endpoint: iam.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: ROOT.accessKeyId, secretAccessKey: ROOT.secretAccessKey },
      systemClockOffset: clock.millis() - Date.now(),
    });
    await client.send(new CreateLoginProfileCommand({ UserName: user, Password: 'First-1-Word' }));
    const { LoginProfile } = await client.send(new GetLoginProfileCommand({ UserName: user }));
    expect(LoginProfile).toMatchObject({ UserName: user, PasswordResetRequired: false });
    await expect(client.send(new UpdateLoginProfileCommand({ UserName: user, Password: 'short' }))).rejects.toMatchObject({
      name: 'PasswordPolicyViolationException',
    });
    await expect(
      client.send(new ChangePasswordCommand({ OldPassword: 'First-1-Word', NewPassword: 'Other-1-Word' })),
    ).rejects.toMatchObject({ name: 'InvalidUserTypeException' });
  });
});

describe("a user's own password", () => {
  const may = policy(allow('iam:ChangePassword', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`));

  it('is changed by who knows the old one', async () => {
    const key = await iam.user(user, may);
    expect(await change(key, 'First-1-Word', 'Other-1-Word')).toBe(none());
    await create('First-1-Word', { PasswordResetRequired: 'true' });
    expect(await change(key, 'Wrong-1-Word', 'Other-1-Word')).toMatch(/^403 AccessDenied The old password/);
    expect(await change(key, 'First-1-Word', 'other')).toBe(
      '400 PasswordPolicyViolation Password should have a minimum length of 8',
    );
    expect(await change(key, 'First-1-Word', 'Other-1-Word')).toBe('done');
    expect((await iam.iam('GetLoginProfile', { UserName: user })).text('PasswordResetRequired')).toBe('false');
    expect(await change(key, 'First-1-Word', 'Third-1-Word')).toMatch(/^403 AccessDenied The old password/);
    await iam.restart();
    expect(await change(key, 'Other-1-Word', 'Third-1-Word')).toBe('done');
  });

  it("is his to change where the account's policy says so, and nobody denies it", async () => {
    const key = await iam.user(user);
    await create();
    const refused = `403 AccessDenied User: arn:aws:iam::${ACCOUNT}:user/${user} is not authorized to perform: iam:`;
    expect(await change(key, 'First-1-Word', 'Other-1-Word')).toContain(`${refused}ChangePassword`);
    await iam.iam('UpdateAccountPasswordPolicy', { AllowUsersToChangePassword: 'true' });
    expect(await change(key, 'First-1-Word', 'Other-1-Word')).toBe('done');
    expect(await said(iam.ask('iam', key, 'GetAccountPasswordPolicy'))).toBe('done');
    expect(await said(iam.ask('iam', key, 'GetUser'))).toContain(`${refused}GetUser`);
    const document = JSON.stringify(policy(deny('iam:ChangePassword')));
    await iam.iam('PutUserPolicy', { UserName: user, PolicyName: 'no', PolicyDocument: document });
    expect(await change(key, 'Other-1-Word', 'Third-1-Word')).toContain('with an explicit deny');
    await iam.iam('DeleteAccountPasswordPolicy');
  });

  it('is not one of those before it, as many as the policy says', async () => {
    const key = await iam.user(user, may);
    await create('Word-1-Word');
    await iam.iam('UpdateAccountPasswordPolicy', { PasswordReusePrevention: '2' });
    const again = '400 PasswordPolicyViolation Password does not conform to the account password policy.';
    expect(await change(key, 'Word-1-Word', 'Word-2-Word')).toBe('done');
    expect(await change(key, 'Word-2-Word', 'Word-1-Word')).toBe(again);
    expect(await change(key, 'Word-2-Word', 'Word-2-Word')).toBe(again);
    expect(await change(key, 'Word-2-Word', 'Word-3-Word')).toBe('done');
    expect(await change(key, 'Word-3-Word', 'Word-1-Word')).toBe('done');
    await iam.iam('DeleteAccountPasswordPolicy');
  });
});

it('is in the credential report, and in no file', async () => {
  await iam.iam('CreateUser', { UserName: user });
  await create('Not-in-any-file-1');
  await iam.iam('UpdateAccountPasswordPolicy', { MaxPasswordAge: '90' });
  clock.advance(24 * 3_600_000);
  await iam.iam('UpdateLoginProfile', { UserName: user, Password: 'Nor-this-1-here' });
  await iam.iam('GenerateCredentialReport');
  const csv = Buffer.from((await iam.iam('GetCredentialReport')).text('Content'), 'base64')
    .toString('utf8')
    .split('\n');
  const [columns = [], ...rows] = csv.map((line) => line.split(','));
  const mine = rows.find(([name]) => name === user) ?? [];
  expect(Object.fromEntries(columns.map((name, at) => [name, mine[at]]))).toMatchObject({
    password_enabled: 'true',
    password_last_used: 'no_information',
    password_last_changed: '2026-01-02T00:00:00Z',
    password_next_rotation: '2026-04-02T00:00:00Z',
  });
  await iam.iam('DeleteAccountPasswordPolicy');
  const files = readdirSync(iam.directory).map((name) => readFileSync(join(iam.directory, name)));
  expect(files.some((bytes) => bytes.includes(user))).toBe(true);
  for (const word of ['Not-in-any-file-1', 'Nor-this-1-here']) expect(files.some((bytes) => bytes.includes(word))).toBe(false);
});
