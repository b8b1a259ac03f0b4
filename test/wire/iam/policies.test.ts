import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, boot, deny, type Identity, policy, trust } from './boot.ts';

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const text = (document: object) => JSON.stringify(document);
const LIST = text(policy(allow('iam:ListUsers')));
const create = (PolicyName: string, more: Record<string, string> = {}) =>
  iam.iam('CreatePolicy', { PolicyName, PolicyDocument: LIST, ...more });
const said = async (asked: ReturnType<Identity['iam']>) => {
  const answer = await asked;
  return `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
};

describe('managed policies', () => {
  it('are created and described as by AWS', async () => {
    const made = await create('made', { Description: 'lists', Path: '/p/' });
    // — recorded AWS answer (LocalStack test_iam_policies): CreatePolicy leaves out the description
    expect(made.body.replace(/\n\s*/g, '')).toMatch(
      /<Policy><PolicyName>made<\/PolicyName><PolicyId>ANPA[A-Z2-7]{17}<\/PolicyId><Arn>[^<]+:policy\/p\/made<\/Arn><Path>\/p\/<\/Path><DefaultVersionId>v1<\/DefaultVersionId><AttachmentCount>0<\/AttachmentCount><PermissionsBoundaryUsageCount>0<\/PermissionsBoundaryUsageCount><IsAttachable>true<\/IsAttachable><CreateDate>[^<]+<\/CreateDate><UpdateDate>[^<]+<\/UpdateDate><\/Policy>/,
    );
    const got = await iam.iam('GetPolicy', { PolicyArn: arn('p/made') });
    expect(got.text('Description')).toBe('lists');
    expect(await said(create('Made'))).toBe(
      '409 EntityAlreadyExists A policy called Made already exists. Duplicate names are not allowed.',
    );
    expect(await said(iam.iam('GetPolicy', { PolicyArn: arn('made') }))).toBe(
      `404 NoSuchEntity Policy ${arn('made')} was not found.`,
    );
    const large = text(policy({ ...allow('s3:*'), Sid: 'x'.repeat(6200) }));
    expect(await said(create('large', { PolicyDocument: large }))).toBe(
      '409 LimitExceeded Cannot exceed quota for PolicySize: 6144',
    );
  });

  it('have five versions at most', async () => {
    await create('versions');
    const PolicyArn = arn('versions');
    const version = (more: Record<string, string> = {}) =>
      iam.iam('CreatePolicyVersion', { PolicyArn, PolicyDocument: LIST, ...more });
    const second = await version({ SetAsDefault: 'true' });
    expect([second.text('VersionId'), second.text('IsDefaultVersion'), second.texts('Document')]).toEqual(['v2', 'true', []]);
    for (let i = 0; i < 3; i++) await version();
    expect(await said(version())).toBe(
      '409 LimitExceeded A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    );
    expect((await iam.iam('ListPolicyVersions', { PolicyArn })).texts('VersionId')).toEqual(['v5', 'v4', 'v3', 'v2', 'v1']);
    const some = await iam.iam('ListPolicyVersions', { PolicyArn, MaxItems: '3' });
    const rest = await iam.iam('ListPolicyVersions', { PolicyArn, Marker: some.text('Marker') });
    expect(rest.texts('VersionId')).toEqual(['v2', 'v1']);
    expect(await said(iam.iam('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' }))).toBe(
      '409 DeleteConflict Cannot delete the default version of a policy.',
    );
    expect(await said(iam.iam('DeletePolicy', { PolicyArn }))).toBe(
      "409 DeleteConflict This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
    await iam.iam('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' });
    expect((await version()).text('VersionId')).toBe('v6');
    await iam.iam('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v6' });
    expect((await iam.iam('GetPolicy', { PolicyArn })).text('DefaultVersionId')).toBe('v6');
    const got = await iam.iam('GetPolicyVersion', { PolicyArn, VersionId: 'v6' });
    expect(decodeURIComponent(got.text('Document'))).toBe(LIST);
    for (const action of ['GetPolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion']) {
      expect(await said(iam.iam(action, { PolicyArn, VersionId: 'v9' }))).toBe(
        `404 NoSuchEntity Policy ${PolicyArn} version v9 does not exist or is not attachable.`,
      );
    }
  });

  it('are attached, listed and counted', async () => {
    await create('attached');
    const PolicyArn = arn('attached');
    await iam.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) });
    await iam.iam('CreateGroup', { GroupName: 'g' });
    await iam.iam('CreateUser', { UserName: 'u', PermissionsBoundary: PolicyArn });
    for (let i = 0; i < 2; i++) await iam.iam('AttachRolePolicy', { RoleName: 'r', PolicyArn });
    await iam.iam('AttachGroupPolicy', { GroupName: 'g', PolicyArn });
    const attached = await iam.iam('ListAttachedRolePolicies', { RoleName: 'r' });
    expect([attached.texts('PolicyName'), attached.texts('PolicyArn')]).toEqual([['attached'], [PolicyArn]]);
    const got = await iam.iam('GetPolicy', { PolicyArn });
    expect([got.text('AttachmentCount'), got.text('PermissionsBoundaryUsageCount')]).toEqual(['2', '1']);
    const users = await iam.iam('ListEntitiesForPolicy', { PolicyArn });
    expect([users.text('GroupName'), users.text('UserName'), users.text('RoleName')]).toEqual(['g', 'u', 'r']);
    const roles = await iam.iam('ListEntitiesForPolicy', { PolicyArn, EntityFilter: 'Role' });
    expect([roles.texts('UserName'), roles.texts('RoleName')]).toEqual([[], ['r']]);
    const used = await iam.iam('ListPolicies', { Scope: 'Local', OnlyAttached: 'true' });
    expect(used.texts('PolicyName')).toEqual(['attached']);
    expect(await said(iam.iam('DeletePolicy', { PolicyArn }))).toBe(
      '409 DeleteConflict Cannot delete a policy attached to entities.',
    );
    await iam.iam('DetachRolePolicy', { RoleName: 'r', PolicyArn });
    expect(await said(iam.iam('DetachRolePolicy', { RoleName: 'r', PolicyArn }))).toBe(
      `404 NoSuchEntity Policy ${PolicyArn} was not found.`,
    );
    expect(await said(iam.iam('AttachRolePolicy', { RoleName: 'r', PolicyArn: arn('none') }))).toBe(
      `404 NoSuchEntity Policy ${arn('none')} does not exist or is not attachable.`,
    );
    expect(await said(iam.iam('AttachRolePolicy', { RoleName: 'r', PolicyArn: 'longpolicynamebutnoarn' }))).toBe(
      '400 ValidationError Invalid ARN:  Could not be parsed!',
    );
  });

  it('are ten per role', async () => {
    await iam.iam('CreateRole', { RoleName: 'full', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) });
    for (let i = 0; i < 11; i++) await create(`many${i}`);
    for (let i = 0; i < 10; i++) await iam.iam('AttachRolePolicy', { RoleName: 'full', PolicyArn: arn(`many${i}`) });
    expect(await said(iam.iam('AttachRolePolicy', { RoleName: 'full', PolicyArn: arn('many10') }))).toBe(
      '409 LimitExceeded Cannot exceed quota for PoliciesPerRole: 10',
    );
  });

  it('have tags whose keys differ by case', async () => {
    const made = await create('tagged', {
      'Tags.member.1.Key': 'a',
      'Tags.member.1.Value': 'lowercase',
      'Tags.member.2.Key': 'A',
      'Tags.member.2.Value': 'uppercase',
    });
    expect(made.texts('Key')).toEqual(['a', 'A']);
    expect((await iam.iam('ListPolicyTags', { PolicyArn: arn('tagged') })).texts('Key')).toEqual(['A', 'a']);
    const twice = { 'Tags.member.1.Key': 'x', 'Tags.member.1.Value': '', 'Tags.member.2.Key': 'x', 'Tags.member.2.Value': '' };
    expect(await said(iam.iam('TagPolicy', { PolicyArn: arn('tagged'), ...twice }))).toBe(
      '400 InvalidInput Duplicate tag keys found.',
    );
    await iam.iam('UntagPolicy', { PolicyArn: arn('tagged'), 'TagKeys.member.1': 'a' });
    expect((await iam.iam('ListPolicyTags', { PolicyArn: arn('tagged') })).texts('Key')).toEqual(['A']);
  });

  it('of AWS are there, and are not changed', async () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const got = await iam.iam('GetPolicy', { PolicyArn: admin });
    expect([got.text('PolicyId'), got.text('DefaultVersionId')]).toEqual(['ANPAIWMBCKSKIEE64ZLYK', 'v1']);
    const version = await iam.iam('GetPolicyVersion', { PolicyArn: admin, VersionId: 'v1' });
    expect(JSON.parse(decodeURIComponent(version.text('Document')))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    expect((await iam.iam('ListPolicies', { Scope: 'AWS' })).texts('PolicyName')).toContain('AmazonKinesisAnalyticsFullAccess');
    expect((await iam.iam('DeletePolicy', { PolicyArn: admin })).status).toBe(403);
    const key = await iam.user('admin');
    expect((await iam.ask('iam', key, 'ListRoles')).status).toBe(403);
    await iam.iam('AttachUserPolicy', { UserName: 'admin', PolicyArn: admin });
    expect((await iam.ask('iam', key, 'ListRoles')).status).toBe(200);
  });
});

describe('permissions', () => {
  const denied = (user: string, action: string, resource: string, because: string) =>
    `403 AccessDenied User: arn:aws:iam::${ACCOUNT}:user/${user} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  const USERS = `arn:aws:iam::${ACCOUNT}:user/`;

  it('come from groups, at once', async () => {
    const key = await iam.user('member');
    await iam.iam('CreateGroup', { GroupName: 'listers' });
    await iam.iam('PutGroupPolicy', { GroupName: 'listers', PolicyName: 'p', PolicyDocument: LIST });
    const ask = () => said(iam.ask('iam', key, 'ListUsers'));
    expect(await ask()).toBe(
      denied('member', 'iam:ListUsers', USERS, 'because no identity-based policy allows the iam:ListUsers action'),
    );
    await iam.iam('AddUserToGroup', { GroupName: 'listers', UserName: 'member' });
    expect(await ask()).toMatch(/^200/);
    await iam.iam('UpdateGroup', { GroupName: 'listers', NewGroupName: 'readers' });
    expect(await ask()).toMatch(/^200/);
    expect((await iam.iam('ListGroupsForUser', { UserName: 'member' })).texts('GroupName')).toEqual(['readers']);
    expect((await iam.iam('GetGroup', { GroupName: 'readers' })).text('UserName')).toBe('member');
    await iam.iam('DeleteGroupPolicy', { GroupName: 'readers', PolicyName: 'p' });
    expect(await ask()).toMatch(/^403/);
  });

  it('end at an explicit deny', async () => {
    const key = await iam.user('denied', policy(allow('iam:*'), deny('iam:List*')));
    expect(await said(iam.ask('iam', key, 'ListUsers'))).toBe(
      denied('denied', 'iam:ListUsers', USERS, 'with an explicit deny in an identity-based policy'),
    );
  });

  it('end at the boundary', async () => {
    await create('fence', { PolicyDocument: text(policy(allow('s3:*'))) });
    const key = await iam.user('fenced', policy(allow('iam:*')));
    await iam.iam('PutUserPermissionsBoundary', { UserName: 'fenced', PermissionsBoundary: arn('fence') });
    expect(await said(iam.ask('iam', key, 'ListUsers'))).toBe(
      denied('fenced', 'iam:ListUsers', USERS, 'because no permissions boundary allows the iam:ListUsers action'),
    );
    await iam.iam('DeleteUserPermissionsBoundary', { UserName: 'fenced' });
    expect((await iam.ask('iam', key, 'ListUsers')).status).toBe(200);
  });

  it('are for paths and tags of what they are about', async () => {
    await iam.iam('CreateUser', { UserName: 'inside', Path: '/team/' });
    const key = await iam.user(
      'lead',
      policy(
        allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/team/*`),
        allow('iam:DeleteUser', '*', { Condition: { StringEquals: { 'aws:ResourceTag/owner': `\${aws:username}` } } }),
      ),
    );
    expect((await iam.ask('iam', key, 'GetUser', { UserName: 'inside' })).status).toBe(200);
    expect((await iam.ask('iam', key, 'GetUser', { UserName: 'lead' })).status).toBe(403);
    expect((await iam.ask('iam', key, 'DeleteUser', { UserName: 'inside' })).status).toBe(403);
    await iam.iam('TagUser', { UserName: 'inside', 'Tags.member.1.Key': 'owner', 'Tags.member.1.Value': 'lead' });
    expect((await iam.ask('iam', key, 'DeleteUser', { UserName: 'inside' })).status).toBe(200);
  });
});

describe('the account', () => {
  it('has a summary and an alias', async () => {
    const summary = await iam.iam('GetAccountSummary');
    expect(summary.body.replace(/\n\s*/g, '')).toContain('<key>AccessKeysPerUserQuota</key><value>2</value>');
    await iam.iam('CreateAccountAlias', { AccountAlias: 'mill' });
    expect((await iam.iam('ListAccountAliases')).texts('member')).toEqual(['mill']);
    expect((await iam.iam('DeleteAccountAlias', { AccountAlias: 'race' })).text('Code')).toBe('NoSuchEntity');
    await iam.iam('DeleteAccountAlias', { AccountAlias: 'mill' });
    expect((await iam.iam('ListAccountAliases')).texts('member')).toEqual([]);
  });
});

describe('the simulator', () => {
  it('says what a custom policy allows', async () => {
    const answer = await iam.iam('SimulateCustomPolicy', {
      'PolicyInputList.member.1': text(
        policy(allow('s3:Get*', 'arn:aws:s3:::b/*'), deny('s3:GetObject', 'arn:aws:s3:::b/secret')),
      ),
      'ActionNames.member.1': 's3:GetObject',
      'ResourceArns.member.1': 'arn:aws:s3:::b/x',
      'ResourceArns.member.2': 'arn:aws:s3:::b/secret',
      'ResourceArns.member.3': 'arn:aws:s3:::c/x',
    });
    expect(answer.texts('EvalDecision')).toEqual(['allowed', 'explicitDeny', 'implicitDeny']);
    // each is told of the action and again of the resource
    expect(answer.texts('SourcePolicyId')).toEqual(Array(4).fill('PolicyInputList.1'));
  });

  it('says what a user may, and which keys matter', async () => {
    const condition = { Condition: { StringEquals: { 's3:prefix': 'a' } } };
    await iam.user('simulated', policy(allow('s3:ListBucket', '*', condition)));
    const source = { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/simulated` };
    const keys = await iam.iam('GetContextKeysForPrincipalPolicy', source);
    expect(keys.texts('member')).toEqual(['s3:prefix']);
    const without = await iam.iam('SimulatePrincipalPolicy', { ...source, 'ActionNames.member.1': 's3:ListBucket' });
    expect([without.text('EvalDecision'), without.texts('member')]).toEqual(['implicitDeny', ['s3:prefix']]);
    const answer = await iam.iam('SimulatePrincipalPolicy', {
      ...source,
      'ActionNames.member.1': 's3:ListBucket',
      'ContextEntries.member.1.ContextKeyName': 's3:prefix',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'a',
      'ContextEntries.member.1.ContextKeyType': 'string',
    });
    expect([answer.text('EvalDecision'), answer.text('SourcePolicyId')]).toEqual(['allowed', 'p']);
    const custom = await iam.iam('GetContextKeysForCustomPolicy', {
      'PolicyInputList.member.1': text(policy(allow('s3:*', `arn:aws:s3:::\${aws:username}`))),
    });
    expect(custom.texts('member')).toEqual(['aws:username']);
    expect(
      (
        await iam.iam('SimulatePrincipalPolicy', {
          PolicySourceArn: 'arn:aws:s3:::not-a-principal',
          'ActionNames.member.1': 's3:x',
        })
      ).status,
    ).toBe(400);
  });
});

describe('the authorization details', () => {
  it('hold everything of a role', async () => {
    const RoleName = 'detailed';
    await iam.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) });
    await iam.iam('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: LIST });
    await iam.iam('AttachRolePolicy', { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    const roles = await iam.iam('GetAccountAuthorizationDetails', { 'Filter.member.1': 'Role', MaxItems: '1' });
    expect([roles.texts('RoleName'), roles.text('PolicyName'), roles.texts('UserName')]).toEqual([['detailed'], 'p', []]);
    expect(decodeURIComponent(roles.text('PolicyDocument'))).toBe(LIST);
    const aws = await iam.iam('GetAccountAuthorizationDetails', { 'Filter.member.1': 'AWSManagedPolicy' });
    expect(aws.texts('PolicyName')).toContain('AmazonS3FullAccess');
    const all = await iam.iam('GetAccountAuthorizationDetails');
    expect([all.texts('GroupName').length > 0, all.texts('UserName').length > 0, all.text('IsTruncated')]).toEqual([
      true,
      true,
      'false',
    ]);
  });
});
