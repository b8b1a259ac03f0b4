import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, boot, type Identity, type Key, said, trust } from './boot.ts';

// aws: recorded AWS answers, radkawar/stackd testdata/aws/iam, the file named by each test

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const tags = (pairs: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(pairs).flatMap(([key, value], i) => [
      [`Tags.member.${i + 1}.Key`, key],
      [`Tags.member.${i + 1}.Value`, value],
    ]),
  );

test('a session that may tag under a condition — condition_sets.json', async () => {
  const actor = await iam.user('actor');
  await iam.iam('CreateUser', { UserName: 'target' });
  const role = await iam.iam('CreateRole', { RoleName: 'tagger', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) });
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
  await iam.iam('PutRolePolicy', { RoleName: 'tagger', PolicyName: 'all', PolicyDocument: policy(everything) });
  await iam.iam('PutUserPolicy', { UserName: 'actor', PolicyName: 'all', PolicyDocument: policy(everything) });
  const session = async (statement: object): Promise<Key> => {
    const made = await iam.ask('sts', actor, 'AssumeRole', {
      RoleArn: role.text('Arn'),
      RoleSessionName: 'ses',
      Policy: policy(statement),
    });
    return {
      accessKeyId: made.text('AccessKeyId'),
      secretAccessKey: made.text('SecretAccessKey'),
      sessionToken: made.text('SessionToken'),
    };
  };
  const outcome = async (Condition: object, pairs: Readonly<Record<string, string>>) => {
    const key = await session({ Effect: 'Allow', Action: 'iam:TagUser', Resource: '*', Condition });
    const answer = await iam.ask('iam', key, 'TagUser', { UserName: 'target', ...tags(pairs) });
    return answer.status === 200 ? 'Success' : answer.text('Code');
  };
  const team = { team: 'capture' };
  expect(await outcome({ StringEquals: { 'aws:TagKeys': 'team' } }, team)).toBe('AccessDenied');
  expect(await outcome({ StringNotEquals: { 'aws:TagKeys': 'team' } }, { env: 'capture' })).toBe('AccessDenied');
  expect(await outcome({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, team)).toBe('Success');
  expect(await outcome({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }, { ...team, env: 'x' })).toBe('AccessDenied');
  expect(await outcome({ StringEquals: { 'aws:RequestTag/team': '' } }, { team: '' })).toBe('Success');
});

test('paths and names of users and groups — identity_inputs.json', async () => {
  for (const kind of ['User', 'Group']) {
    const made = (Path: string, name = 'x') => said(iam.iam(`Create${kind}`, { [`${kind}Name`]: name, Path }));
    for (const path of ['/team', 'team/', '/ space/', '/del\u007f/', '/\u00e9/', '//', '/team/\n', '/line\n/']) {
      expect((await made(path)).slice(0, 19), JSON.stringify(path)).toBe('400 ValidationError');
    }
    expect(await made('/a//b/', 'twice')).toBe('done');
    for (const name of ['x\n', '\u00e9']) {
      expect((await made('/', name)).slice(0, 19)).toBe('400 ValidationError');
      const asked = await said(iam.iam(`Get${kind}`, { [`${kind}Name`]: name }));
      expect(asked.slice(0, 19)).toBe('400 ValidationError');
    }
  }
  expect(await said(iam.iam('CreateUser', { UserName: 'u'.repeat(64) }))).toBe('done');
  expect((await said(iam.iam('CreateUser', { UserName: 'u'.repeat(65) }))).slice(0, 19)).toBe('400 ValidationError');
});

test('the details of an account, page by page — account_reporting.json', async () => {
  await iam.iam('CreateGroup', { GroupName: 'details' });
  const filtered = (...kinds: string[]) => Object.fromEntries(kinds.map((kind, i) => [`Filter.member.${i + 1}`, kind]));
  const asked = (more: Record<string, string>) => iam.iam('GetAccountAuthorizationDetails', { MaxItems: '1', ...more });
  await iam.iam('CreateUser', { UserName: 'a-bare-one' });
  const bare = (await asked(filtered('User'))).body;
  expect(bare).toContain('<GroupList></GroupList>');
  expect(bare).not.toContain('UserPolicyList');
  const mixed = await asked(filtered('Role', 'Group'));
  expect(mixed.body).toContain('<RoleName>');
  expect(mixed.body).toContain('<GroupDetailList></GroupDetailList>');
  const Marker = mixed.text('Marker');
  expect(await said(asked({ ...filtered('Group', 'Role'), Marker }))).toBe('done');
  expect(await said(asked({ ...filtered('Group'), Marker }))).toBe('400 ValidationError Marker and Filter do not match');
  expect(await said(asked({ Marker }))).toBe('400 ValidationError Invalid Marker.');
  const first = (await asked({})).text('Marker');
  const all = filtered('AWSManagedPolicy', 'LocalManagedPolicy', 'Role', 'Group', 'User');
  expect(await said(asked({ ...all, Marker: first }))).toBe('done');
  expect(await said(asked({ ...filtered('User', 'Group', 'Role', 'LocalManagedPolicy'), Marker: first }))).toBe(
    '400 ValidationError Invalid Marker.',
  );
  expect(await said(asked({ ...filtered('User'), Marker: 'not-an-aws-marker' }))).toBe(
    '400 ValidationError Marker and Filter do not match',
  );
});
