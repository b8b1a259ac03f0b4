import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, boot, type Identity, policy, ROOT, said } from './boot.ts';

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

describe('users', () => {
  it("are created with AWS's answer", async () => {
    const made = await iam.iam('CreateUser', {
      UserName: 'Alice',
      Path: '/team/',
      'Tags.member.1.Key': 'k',
      'Tags.member.1.Value': 'v',
    });
    expect(made.status).toBe(200);
    // — response syntax of the API reference, with the members of a recorded AWS answer (LocalStack test_iam_users)
    expect(made.body).toMatch(
      new RegExp(
        '<CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\\s*<CreateUserResult><User><Path>/team/</Path>' +
          '<UserName>Alice</UserName><UserId>AIDA[A-Z2-7]{17}</UserId>' +
          `<Arn>arn:aws:iam::${ACCOUNT}:user/team/Alice</Arn><CreateDate>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</CreateDate>` +
          '<Tags><member><Key>k</Key><Value>v</Value></member></Tags></User></CreateUserResult>' +
          '\\s*<ResponseMetadata>\\s*<RequestId>[0-9a-f-]{36}</RequestId>\\s*</ResponseMetadata>\\s*</CreateUserResponse>',
      ),
    );
    const again = await iam.iam('CreateUser', { UserName: 'ALICE' });
    expect([again.status, again.text('Code'), again.text('Message')]).toEqual([
      409,
      'EntityAlreadyExists',
      'User with name ALICE already exists.',
    ]);
  });

  it('that do not exist are named', async () => {
    const none = await iam.iam('GetUser', { UserName: 'nobody' });
    expect([none.status, none.text('Type'), none.text('Code'), none.text('Message')]).toEqual([
      404,
      'Sender',
      'NoSuchEntity',
      'The user with name nobody cannot be found.',
    ]);
  });

  it('without a name are the caller', async () => {
    const root = await iam.iam('GetUser');
    expect([root.text('Arn'), root.text('UserId')]).toEqual([`arn:aws:iam::${ACCOUNT}:root`, ACCOUNT]);
    const key = await iam.user('self', policy(allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`)));
    const self = await iam.ask('iam', key, 'GetUser');
    expect(self.text('UserName')).toBe('self');
    const other = await iam.ask('iam', key, 'GetUser', { UserName: 'Alice' });
    expect([other.status, other.text('Code'), other.text('Message')]).toEqual([
      403,
      'AccessDenied',
      `User: arn:aws:iam::${ACCOUNT}:user/self is not authorized to perform: iam:GetUser on resource: ` +
        `arn:aws:iam::${ACCOUNT}:user/team/Alice because no identity-based policy allows the iam:GetUser action`,
    ]);
  });

  it('are renamed, and keep their keys', async () => {
    const key = await iam.user('old', policy(allow('iam:*')));
    await iam.iam('UpdateUser', { UserName: 'old', NewUserName: 'new', NewPath: '/p/' });
    expect((await iam.iam('GetUser', { UserName: 'old' })).text('Code')).toBe('NoSuchEntity');
    expect((await iam.ask('iam', key, 'GetUser')).text('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:user/p/new`);
    const taken = await iam.iam('UpdateUser', { UserName: 'new', NewUserName: 'alice' });
    expect(taken.text('Message')).toBe('User with name alice already exists.');
  });

  it('are listed below a path, page by page', async () => {
    for (const name of ['l1', 'l2', 'l3']) await iam.iam('CreateUser', { UserName: name, Path: '/list/' });
    const first = await iam.iam('ListUsers', { PathPrefix: '/list/', MaxItems: '2' });
    expect([first.texts('UserName'), first.text('IsTruncated')]).toEqual([['l1', 'l2'], 'true']);
    const rest = await iam.iam('ListUsers', { PathPrefix: '/list/', MaxItems: '2', Marker: first.text('Marker') });
    expect([rest.texts('UserName'), rest.text('IsTruncated'), rest.texts('Marker')]).toEqual([['l3'], 'false', []]);
    expect((await iam.iam('ListUsers', { Marker: '!' })).text('Code')).toBe('ValidationError');
  });

  it('are deleted when nothing of theirs is left', async () => {
    await iam.user('gone', policy(allow('s3:*')));
    await iam.iam('CreateGroup', { GroupName: 'leavers' });
    await iam.iam('AddUserToGroup', { GroupName: 'leavers', UserName: 'gone' });
    await iam.iam('AttachUserPolicy', { UserName: 'gone', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    const refused = async () => {
      const answer = await iam.iam('DeleteUser', { UserName: 'gone' });
      return `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
    };
    expect(await refused()).toBe('409 DeleteConflict Cannot delete entity, must detach all policies first.');
    await iam.iam('DetachUserPolicy', { UserName: 'gone', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    expect(await refused()).toBe('409 DeleteConflict Cannot delete entity, must delete policies first.');
    await iam.iam('DeleteUserPolicy', { UserName: 'gone', PolicyName: 'p' });
    expect(await refused()).toBe('409 DeleteConflict Cannot delete entity, must delete access keys first.');
    const key = (await iam.iam('ListAccessKeys', { UserName: 'gone' })).text('AccessKeyId');
    await iam.iam('DeleteAccessKey', { UserName: 'gone', AccessKeyId: key });
    expect(await refused()).toBe('409 DeleteConflict Cannot delete entity, must remove users from group first.');
    const group = await iam.iam('DeleteGroup', { GroupName: 'leavers' });
    expect(group.text('Message')).toBe('Cannot delete entity, must remove users from group first.');
    await iam.iam('RemoveUserFromGroup', { GroupName: 'leavers', UserName: 'gone' });
    expect((await iam.iam('DeleteUser', { UserName: 'gone' })).status).toBe(200);
    expect((await iam.iam('DeleteGroup', { GroupName: 'leavers' })).status).toBe(200);
  });
});

describe('access keys', () => {
  it('are two per user, and can be switched off', async () => {
    const key = await iam.user('keys', policy(allow('iam:ListAccessKeys')));
    expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(key.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    await iam.iam('CreateAccessKey', { UserName: 'keys' });
    const third = await iam.iam('CreateAccessKey', { UserName: 'keys' });
    expect([third.status, third.text('Code'), third.text('Message')]).toEqual([
      409,
      'LimitExceeded',
      'Cannot exceed quota for AccessKeysPerUser: 2',
    ]);
    const listed = await iam.ask('iam', key, 'ListAccessKeys');
    expect([listed.texts('AccessKeyId').length, listed.texts('SecretAccessKey')]).toEqual([2, []]);
    await iam.iam('UpdateAccessKey', { UserName: 'keys', AccessKeyId: key.accessKeyId, Status: 'Inactive' });
    const refused = await iam.ask('sts', key, 'GetCallerIdentity');
    expect([refused.status, refused.text('Code')]).toEqual([403, 'InvalidClientTokenId']);
    await iam.iam('UpdateAccessKey', { UserName: 'keys', AccessKeyId: key.accessKeyId, Status: 'Active' });
    expect((await iam.ask('sts', key, 'GetCallerIdentity')).status).toBe(200);
    const expired = await iam.iam('UpdateAccessKey', { UserName: 'keys', AccessKeyId: key.accessKeyId, Status: 'Expired' });
    expect(`${expired.text('Code')} ${expired.text('Message')}`).toBe('InvalidInput A key cannot be made Expired.');
  });

  it('that do not exist are named', async () => {
    await iam.iam('CreateUser', { UserName: 'keyless' });
    const none = await iam.iam('DeleteAccessKey', { UserName: 'keyless', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect(none.text('Message')).toBe('The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.');
    const whose = await iam.ask('iam', ROOT, 'DeleteAccessKey', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect(whose.text('Message')).toBe('Must specify userName when calling with non-User credentials');
  });

  it('have no session token', async () => {
    const key = await iam.user('tokenless');
    const refused = await iam.ask('sts', { ...key, sessionToken: 'x' }, 'GetCallerIdentity');
    expect([refused.status, refused.text('Code')]).toEqual([403, 'InvalidClientTokenId']);
  });

  it('work after a restart', async () => {
    const key = await iam.user('durable');
    await iam.restart();
    expect((await iam.ask('sts', key, 'GetCallerIdentity')).text('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:user/durable`);
  });
});

describe('tags', () => {
  it('of users do not differ by case', async () => {
    await iam.iam('CreateUser', { UserName: 'tagged' });
    const tag = (pairs: Record<string, string>) =>
      iam.iam('TagUser', {
        UserName: 'tagged',
        ...Object.fromEntries(
          Object.entries(pairs).flatMap(([key, value], i) => [
            [`Tags.member.${i + 1}.Key`, key],
            [`Tags.member.${i + 1}.Value`, value],
          ]),
        ),
      });
    const twice = await tag({ a: '1', A: '2' });
    expect([twice.text('Code'), twice.text('Message')]).toEqual([
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ]);
    // — AWS's answer to TagUser: mulgadc/spinifex, spinifex/handlers/iam/tags_test.go
    expect(await said(tag({ 'AWS:thing': 'v' }))).toBe(
      '400 InvalidInput Tag keys beginning with aws: are reserved for system use.',
    );
    await tag({ a: '1', b: '2' });
    await tag({ A: '3' });
    const tags = await iam.iam('ListUserTags', { UserName: 'tagged' });
    expect([tags.texts('Key'), tags.texts('Value')]).toEqual([
      ['A', 'b'],
      ['3', '2'],
    ]);
    await iam.iam('UntagUser', { UserName: 'tagged', 'TagKeys.member.1': 'B' });
    expect((await iam.iam('ListUserTags', { UserName: 'tagged' })).texts('Key')).toEqual(['A']);
    for (const from of [0, 49]) {
      await tag(Object.fromEntries(Array.from({ length: from ? 1 : 49 }, (_, i) => [`t${from + i}`, ''])));
    }
    expect((await tag({ over: '' })).text('Message')).toContain("Value at 'tags' failed to satisfy constraint");
  });

  it('of a user decide conditions', async () => {
    const condition = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } };
    const key = await iam.user('blue', policy(allow('iam:ListUsers', '*', condition)));
    expect((await iam.ask('iam', key, 'ListUsers')).status).toBe(403);
    await iam.iam('TagUser', { UserName: 'blue', 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'blue' });
    expect((await iam.ask('iam', key, 'ListUsers')).status).toBe(200);
  });
});
