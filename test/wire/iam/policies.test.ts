import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, boot, type Identity, policy, said, trust } from './boot.ts';

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
    for (const EntityFilter of ['LocalManagedPolicy', 'AWSManagedPolicy']) {
      const none = await iam.iam('ListEntitiesForPolicy', { PolicyArn, EntityFilter });
      expect([none.status, none.texts('GroupName'), none.texts('UserName'), none.texts('RoleName')]).toEqual([200, [], [], []]);
    }
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
});
