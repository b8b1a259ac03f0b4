import { CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, IAMClient, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { totpCode, totpStep } from '#auth';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, deny, type Identity, type Key, policy, ROOT, said, trust } from './boot.ts';

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

/** RFC 4648, as an authenticator app reads it. */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

interface Device {
  readonly serial: string;
  /** What the app shows that many steps of 30 seconds from now. */
  code(steps?: number): string;
}

async function device(name = user, more: Record<string, string> = {}): Promise<Device> {
  const made = await iam.iam('CreateVirtualMFADevice', { VirtualMFADeviceName: name, ...more });
  const seed = fromBase32(Buffer.from(made.text('Base32StringSeed'), 'base64').toString('utf8'));
  return { serial: made.text('SerialNumber'), code: (steps = 0) => totpCode(seed, totpStep(clock.millis()) + steps) };
}
const pair = (of: Device, first = -1) => ({
  SerialNumber: of.serial,
  AuthenticationCode1: of.code(first),
  AuthenticationCode2: of.code(first + 1),
});
const enable = (of: Device, first = -1, UserName = user) => said(iam.iam('EnableMFADevice', { UserName, ...pair(of, first) }));
const token = (key: Key, SerialNumber: string, TokenCode: string) =>
  iam.ask('sts', key, 'GetSessionToken', { SerialNumber, TokenCode });
const keyOf = (answer: Awaited<ReturnType<typeof token>>): Key => ({
  accessKeyId: answer.text('AccessKeyId'),
  secretAccessKey: answer.text('SecretAccessKey'),
  sessionToken: answer.text('SessionToken'),
});
const wrongCode = '403 AccessDenied MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const notHis =
  '403 AccessDenied MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';

describe('a virtual device', () => {
  it('is made, enabled by two codes in a row, listed, deactivated and taken away', async () => {
    await iam.iam('CreateUser', { UserName: user });
    const phone = await device(user, { Path: '/phones/' });
    expect(phone.serial).toBe(`arn:aws:iam::${ACCOUNT}:mfa/phones/${user}`);
    const made = (await iam.iam('CreateVirtualMFADevice', { VirtualMFADeviceName: `${user}-spare` })).text('QRCodePNG');
    expect(Buffer.from(made, 'base64').subarray(1, 4).toString()).toBe('PNG');
    const again = { VirtualMFADeviceName: user, Path: '/phones/' };
    expect(await said(iam.iam('CreateVirtualMFADevice', again))).toBe(
      '409 EntityAlreadyExists MFADevice entity at the same path and name already exists.',
    );
    const virtual = (AssignmentStatus: string) => iam.iam('ListVirtualMFADevices', { AssignmentStatus });
    expect((await virtual('Unassigned')).texts('SerialNumber')).toContain(phone.serial);
    expect((await virtual('Unassigned')).body).not.toContain('Base32StringSeed');

    const refused = '403 InvalidAuthenticationCode Authentication code for device is not valid.';
    const [first, second] = [phone.code(-1), phone.code()];
    const swapped = { UserName: user, SerialNumber: phone.serial, AuthenticationCode1: second, AuthenticationCode2: first };
    expect(await said(iam.iam('EnableMFADevice', swapped))).toBe(refused);
    expect(await enable(phone, -60)).toBe(refused);
    expect(await enable(phone)).toBe('done');
    expect(await enable(phone, 3)).toBe('409 EntityAlreadyExists MFA Device is already in use.');
    expect((await virtual('Unassigned')).texts('SerialNumber')).not.toContain(phone.serial);
    const assigned = await virtual('Assigned');
    expect([assigned.text('SerialNumber'), assigned.text('UserName')]).toEqual([phone.serial, user]);

    const named = { UserName: user, SerialNumber: phone.serial };
    const mine = await iam.iam('ListMFADevices', { UserName: user });
    expect(['UserName', 'SerialNumber', 'EnableDate'].map((each) => mine.text(each))).toEqual([
      user,
      phone.serial,
      '2026-01-01T00:00:00Z',
    ]);
    expect((await iam.iam('GetMFADevice', named)).text('EnableDate')).toBe('2026-01-01T00:00:00Z');
    expect(await said(iam.iam('DeleteUser', { UserName: user }))).toBe(
      '409 DeleteConflict Cannot delete entity, must delete MFA device first.',
    );
    const gone = { SerialNumber: phone.serial };
    expect(await said(iam.iam('DeleteVirtualMFADevice', gone))).toBe(
      '409 DeleteConflict MFA VirtualDevice in use. Must deactivate first.',
    );
    expect(await said(iam.iam('DeactivateMFADevice', named))).toBe('done');
    expect(await said(iam.iam('DeactivateMFADevice', named))).toBe('404 NoSuchEntity MFA Device invalid for user.');
    expect(await said(iam.iam('DeleteVirtualMFADevice', gone))).toBe('done');
    expect(await said(iam.iam('DeleteVirtualMFADevice', gone))).toBe(
      `404 NoSuchEntity VirtualMFADevice with serial number ${phone.serial} doesn't exist.`,
    );
    expect(await said(iam.iam('DeleteUser', { UserName: user }))).toBe('done');
  });

  it('has tags, and policies that name them', async () => {
    const phone = await device(user, { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'red' });
    const named = { SerialNumber: phone.serial };
    await iam.iam('TagMFADevice', { ...named, 'Tags.member.1.Key': 'env', 'Tags.member.1.Value': 'dev' });
    expect((await iam.iam('ListMFADeviceTags', named)).texts('Key')).toEqual(['env', 'team']);
    const red = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } };
    const key = await iam.user(user, policy(allow('iam:DeleteVirtualMFADevice', '*', red)));
    await iam.iam('UntagMFADevice', { ...named, 'TagKeys.member.1': 'team' });
    expect(await said(iam.ask('iam', key, 'DeleteVirtualMFADevice', named))).toMatch(/^403 AccessDenied/);
    await iam.iam('TagMFADevice', { ...named, 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'red' });
    expect(await said(iam.ask('iam', key, 'DeleteVirtualMFADevice', named))).toBe('done');
  });

  it('is enabled through the SDK', async () => {
    await iam.iam('CreateUser', { UserName: user });
    const made = await iam.iam('CreateAccessKey', { UserName: user });
    const systemClockOffset = clock.millis() - Date.now();
    const config = (accessKeyId: string, secretAccessKey: string) => ({
      endpoint: iam.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
      systemClockOffset,
    });
    const client = new IAMClient(config(ROOT.accessKeyId, ROOT.secretAccessKey));
    const { VirtualMFADevice } = await client.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: user }));
    const seed = fromBase32(Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString('utf8'));
    const SerialNumber = VirtualMFADevice?.SerialNumber;
    const code = (steps: number) => totpCode(seed, totpStep(clock.millis()) + steps);
    await client.send(
      new EnableMFADeviceCommand({ UserName: user, SerialNumber, AuthenticationCode1: code(-1), AuthenticationCode2: code(0) }),
    );
    const { MFADevices } = await client.send(new ListMFADevicesCommand({ UserName: user }));
    expect(MFADevices).toMatchObject([{ UserName: user, SerialNumber }]);
    const sts = new STSClient(config(made.text('AccessKeyId'), made.text('SecretAccessKey')));
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode: code(1) }));
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });
});

describe('a code', () => {
  it('is good once, and neither too early nor too late', async () => {
    const key = await iam.user(user);
    const phone = await device();
    await enable(phone);
    const ask = (steps: number) => said(token(key, phone.serial, phone.code(steps)));
    expect(await ask(0)).toBe(wrongCode); // its second code enabled it
    clock.advance(30_000);
    expect(await ask(3)).toBe(wrongCode);
    expect(await ask(0)).toBe('done');
    expect(await ask(0)).toBe(wrongCode);
    await iam.restart();
    expect(await ask(0)).toBe(wrongCode);
    clock.advance(60_000);
    expect(await ask(-2)).toBe(wrongCode);
    expect(await ask(-1)).toBe('done');
    expect(await ask(0)).toBe('done');
    clock.advance(120_000);
    expect(await ask(-3)).toBe(wrongCode);
    expect(await ask(-2)).toBe('done');
    expect(await ask(2)).toBe('done');
  });

  it('follows the clock of the device, which two codes in a row show', async () => {
    const key = await iam.user(user);
    const phone = await device();
    expect(await enable(phone, 9)).toBe('done');
    clock.advance(30_000);
    expect(await said(token(key, phone.serial, phone.code()))).toBe(wrongCode);
    expect(await said(token(key, phone.serial, phone.code(10)))).toBe('done');
    clock.advance(600_000);
    expect(await said(iam.iam('ResyncMFADevice', { UserName: user, ...pair(phone) }))).toBe('done');
    clock.advance(30_000);
    expect(await said(token(key, phone.serial, phone.code()))).toBe('done');
    expect(await said(iam.iam('ResyncMFADevice', { UserName: user, ...pair(phone) }))).toMatch(/^403 InvalidAuthenticationCode/);
  });

  it('is not found by trying', async () => {
    const key = await iam.user(user);
    const phone = await device();
    await enable(phone);
    clock.advance(30_000);
    const bad = phone.code() === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) expect(await said(token(key, phone.serial, bad))).toBe(wrongCode);
    expect(await said(token(key, phone.serial, phone.code()))).toBe(wrongCode);
    clock.advance(30_000);
    expect(await said(token(key, phone.serial, phone.code()))).toBe('done');
  });

  it('is of a device of the caller, and comes with its serial number', async () => {
    const other = await iam.user(user);
    const phone = await device();
    await enable(phone);
    user = `${user}-b`;
    const key = await iam.user(user);
    clock.advance(30_000);
    expect(await said(token(key, phone.serial, phone.code()))).toBe(notHis);
    expect(await said(token(key, `arn:aws:iam::${ACCOUNT}:mfa/none`, phone.code()))).toBe(notHis);
    expect(await said(token(ROOT, phone.serial, phone.code()))).toBe(notHis);
    expect(await said(iam.ask('sts', other, 'GetSessionToken', { TokenCode: phone.code() }))).toMatch(/^403 AccessDenied/);
    expect(await said(token(other, phone.serial, phone.code()))).toBe('done');
  });
});

describe('policies', () => {
  it('see it in sessions of GetSessionToken: that there was a code, and how long ago', async () => {
    const mfa = (Condition: object) => ({ Condition });
    const document = policy(
      allow(['iam:ListUsers', 'iam:ListRoles'], '*', mfa({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
      allow('iam:ListGroups', '*', mfa({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } })),
      allow(['iam:ListPolicies', 'sts:AssumeRole']),
      deny(['iam:ListRoles', 'iam:ListPolicies'], '*', mfa({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
    );
    const key = await iam.user(user, document);
    const phone = await device();
    await enable(phone);
    clock.advance(30_000);
    const may = async (by: Key, action: string) => (await iam.ask('iam', by, action)).status === 200;
    const actions = ['ListUsers', 'ListRoles', 'ListGroups', 'ListPolicies'];
    const all = async (by: Key) => Promise.all(actions.map((action) => may(by, action)));
    // long-term keys have no such key, which BoolIfExists takes for a false one
    expect(await all(key)).toEqual([false, false, false, false]);
    const session = keyOf(await token(key, phone.serial, phone.code()));
    expect(await all(session)).toEqual([true, true, true, true]);
    clock.advance(3_600_000);
    expect(await all(session)).toEqual([true, true, false, true]);
    // aws: without a code no operation of IAM at all — model, GetSessionToken
    expect(await all(keyOf(await iam.ask('sts', key, 'GetSessionToken')))).toEqual([false, false, false, false]);
  });

  it('of roles ask for it; the session of the role knows nothing of it', async () => {
    const key = await iam.user(user, policy(allow('sts:AssumeRole')));
    const phone = await device();
    await enable(phone);
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '600' } };
    const arn = `arn:aws:iam::${ACCOUNT}:user/${user}`;
    await iam.iam('CreateRole', { RoleName: user, AssumeRolePolicyDocument: trust({ AWS: arn }, { Condition }) });
    const present = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const document = JSON.stringify(policy(allow('iam:ListUsers', '*', present), allow('iam:ListRoles')));
    await iam.iam('PutRolePolicy', { RoleName: user, PolicyName: 'p', PolicyDocument: document });
    const assume = (by: Key, more: Record<string, string> = {}) =>
      iam.ask('sts', by, 'AssumeRole', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${user}`, RoleSessionName: 'ses', ...more });
    clock.advance(30_000);
    expect(await said(assume(key))).toMatch(/^403 AccessDenied User: .* is not authorized to perform: sts:AssumeRole/);
    const shown = { SerialNumber: phone.serial, TokenCode: phone.code() };
    const session = keyOf(await assume(key, shown));
    expect(await said(iam.ask('iam', session, 'ListUsers'))).toMatch(/^403/);
    expect(await said(iam.ask('iam', session, 'ListRoles'))).toBe('done');
    expect(await said(assume(key, shown))).toBe(wrongCode);
    clock.advance(30_000);
    const token1 = keyOf(await token(key, phone.serial, phone.code()));
    expect(await said(assume(token1))).toBe('done');
    clock.advance(600_000);
    expect(await said(assume(token1))).toMatch(/^403/);
  });
});

it('is in the credential report and in the summary', async () => {
  await iam.iam('CreateUser', { UserName: user });
  const before = await iam.iam('GetAccountSummary');
  const count = (body: string, key: string) =>
    Number(new RegExp(`<key>${key}</key><value>(\\d+)`).exec(body.replace(/\s/g, ''))?.[1]);
  const phone = await device();
  await device(`${user}-spare`);
  await enable(phone);
  const { body } = await iam.iam('GetAccountSummary');
  expect(count(body, 'MFADevices') - count(before.body, 'MFADevices')).toBe(2);
  expect(count(body, 'MFADevicesInUse') - count(before.body, 'MFADevicesInUse')).toBe(1);
  await iam.iam('GenerateCredentialReport');
  const csv = Buffer.from((await iam.iam('GetCredentialReport')).text('Content'), 'base64')
    .toString('utf8')
    .split('\n');
  const at = csv[0]?.split(',').indexOf('mfa_active') ?? -1;
  expect(csv.find((line) => line.startsWith(`${user},`))?.split(',')[at]).toBe('true');
});
