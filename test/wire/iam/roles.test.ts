import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, boot, type Identity, policy, said, trust } from './boot.ts';

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const FLINK = trust({ Service: 'kinesisanalytics.amazonaws.com' });
const create = (RoleName: string, more: Record<string, string> = {}) =>
  iam.iam('CreateRole', { RoleName, AssumeRolePolicyDocument: FLINK, ...more });

describe('roles', () => {
  it('are created and described as by AWS', async () => {
    const made = await create('maker', { Description: 'makes', Path: '/flink/' });
    // — recorded AWS answer (LocalStack test_iam_roles): CreateRole has neither description nor session duration
    const encoded = encodeURIComponent(FLINK);
    expect(made.body.replace(/\n\s*/g, '')).toMatch(
      new RegExp(
        '<CreateRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><CreateRoleResult><Role><Path>/flink/</Path>' +
          '<RoleName>maker</RoleName><RoleId>AROA[A-Z2-7]{17}</RoleId>' +
          `<Arn>arn:aws:iam::${ACCOUNT}:role/flink/maker</Arn><CreateDate>[^<]+</CreateDate>` +
          `<AssumeRolePolicyDocument>${encoded}</AssumeRolePolicyDocument></Role></CreateRoleResult>`,
      ),
    );
    const got = await iam.iam('GetRole', { RoleName: 'maker' });
    expect([got.text('Description'), got.text('MaxSessionDuration')]).toEqual(['makes', '3600']);
    expect(got.body).toMatch(/<RoleLastUsed\s*\/>|<RoleLastUsed><\/RoleLastUsed>/);
    expect(await said(create('MAKER'))).toBe('409 EntityAlreadyExists Role with name MAKER already exists.');
  });

  it('that do not exist are named', async () => {
    for (const action of [
      'GetRole',
      'DeleteRole',
      'UpdateRole',
      'ListRolePolicies',
      'ListAttachedRolePolicies',
      'ListRoleTags',
    ]) {
      expect(await said(iam.iam(action, { RoleName: 'none' }))).toBe('404 NoSuchEntity The role with name none cannot be found.');
    }
  });

  // — recorded AWS answers (LocalStack test_iam_roles; versitygw controller_test.go)
  it.each([
    ['{nonsense', 'This policy contains invalid Json'],
    ['{"Version":"2012-10-17","Statement":[]}', 'Could not parse the policy: Statement is empty!'],
    [trust('*'), 'Principal must be a JSON object.'],
    [trust({}), 'Missing required field Principal cannot be empty!'],
    [trust({ Service: 'x' }), 'Invalid principal in policy: "SERVICE":"x"'],
    [trust({ AWS: '*' }, { Resource: '*' }), 'Has prohibited field Resource'],
    [trust({ AWS: '*' }, { NotResource: '*' }), 'AssumeRole policy must not contain resources.'],
    [trust({ AWS: '*' }, { Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
  ])('refuse the trust policy %s', async (document, sentence) => {
    expect(await said(create('refused', { AssumeRolePolicyDocument: document }))).toBe(`400 MalformedPolicyDocument ${sentence}`);
  });

  it('have small trust policies', async () => {
    const large = trust({ Service: 'kinesisanalytics.amazonaws.com' }, { Sid: 'x'.repeat(2000) });
    expect(await said(create('large', { AssumeRolePolicyDocument: large }))).toBe(
      '409 LimitExceeded Cannot exceed quota for ACLSizePerRole: 2048',
    );
  });

  it('are updated', async () => {
    await create('updated');
    await iam.iam('UpdateRole', { RoleName: 'updated', MaxSessionDuration: '7200', Description: 'one' });
    await iam.iam('UpdateRole', { RoleName: 'updated' });
    const described = await iam.iam('UpdateRoleDescription', { RoleName: 'updated', Description: 'two' });
    expect([described.text('Description'), described.texts('MaxSessionDuration')]).toEqual(['two', []]);
    const other = trust({ AWS: ACCOUNT });
    await iam.iam('UpdateAssumeRolePolicy', { RoleName: 'updated', PolicyDocument: other });
    const got = await iam.iam('GetRole', { RoleName: 'updated' });
    expect([got.text('MaxSessionDuration'), decodeURIComponent(got.text('AssumeRolePolicyDocument'))]).toEqual(['7200', other]);
  });

  it('keep inline policies', async () => {
    await create('inline');
    const document = JSON.stringify(policy(allow('s3:*', "arn:aws:s3:::it's (a) bucket!*")));
    await iam.iam('PutRolePolicy', { RoleName: 'inline', PolicyName: 'one', PolicyDocument: document });
    const got = await iam.iam('GetRolePolicy', { RoleName: 'inline', PolicyName: 'one' });
    // aws: RFC 3986: only letters, digits and -_.~ stay as they are
    expect(got.text('PolicyDocument')).toMatch(/^[A-Za-z0-9%._~-]+$/);
    expect(decodeURIComponent(got.text('PolicyDocument'))).toBe(document);
    expect((await iam.iam('ListRolePolicies', { RoleName: 'inline' })).texts('member')).toEqual(['one']);
    // — recorded, radkawar/stackd iam/policy_management.json
    const denied = JSON.stringify(policy({ ...allow('iam:ListUsers'), Effect: 'Deny' }));
    await iam.iam('PutRolePolicy', { RoleName: 'inline', PolicyName: 'ONE', PolicyDocument: denied });
    expect((await iam.iam('ListRolePolicies', { RoleName: 'inline' })).texts('member')).toEqual(['one']);
    const shouted = await iam.iam('GetRolePolicy', { RoleName: 'inline', PolicyName: 'oNe' });
    expect([shouted.text('PolicyName'), decodeURIComponent(shouted.text('PolicyDocument'))]).toEqual(['oNe', denied]);
    await iam.iam('DeleteRolePolicy', { RoleName: 'inline', PolicyName: 'OnE' });
    expect((await iam.iam('ListRolePolicies', { RoleName: 'inline' })).texts('member')).toEqual([]);
    await iam.iam('PutRolePolicy', { RoleName: 'inline', PolicyName: 'one', PolicyDocument: document });
    const big = JSON.stringify(policy({ ...allow('s3:*'), Sid: 'x'.repeat(10_200) }));
    expect(await said(iam.iam('PutRolePolicy', { RoleName: 'inline', PolicyName: 'two', PolicyDocument: big }))).toBe(
      '409 LimitExceeded Maximum policy size of 10240 bytes exceeded for role inline',
    );
    expect(await said(iam.iam('PutRolePolicy', { RoleName: 'inline', PolicyName: 'bad', PolicyDocument: '{}' }))).toBe(
      '400 MalformedPolicyDocument Syntax errors in policy.',
    );
    await iam.iam('DeleteRolePolicy', { RoleName: 'inline', PolicyName: 'one' });
    for (const action of ['GetRolePolicy', 'DeleteRolePolicy']) {
      expect(await said(iam.iam(action, { RoleName: 'inline', PolicyName: 'one' }))).toBe(
        '404 NoSuchEntity The role policy with name one cannot be found.',
      );
    }
  });

  it('have a permissions boundary', async () => {
    await create('bounded', { PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    const got = await iam.iam('GetRole', { RoleName: 'bounded' });
    // — recorded AWS answer (LocalStack test_iam_roles)
    expect(got.body.replace(/\n\s*/g, '')).toContain(
      '<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>' +
        '<PermissionsBoundaryArn>arn:aws:iam::aws:policy/AmazonS3FullAccess</PermissionsBoundaryArn></PermissionsBoundary>',
    );
    await iam.iam('DeleteRolePermissionsBoundary', { RoleName: 'bounded' });
    expect((await iam.iam('GetRole', { RoleName: 'bounded' })).texts('PermissionsBoundaryArn')).toEqual([]);
    expect(
      await said(iam.iam('PutRolePermissionsBoundary', { RoleName: 'bounded', PermissionsBoundary: 'not-an-arn-of-a-policy' })),
    ).toBe('400 InvalidInput ARN not-an-arn-of-a-policy is not valid.');
  });

  it('are in one instance profile, and not deleted out of it', async () => {
    await create('profiled');
    await create('second');
    const made = await iam.iam('CreateInstanceProfile', { InstanceProfileName: 'ip' });
    expect(made.text('InstanceProfileId')).toMatch(/^AIPA[A-Z2-7]{17}$/);
    expect(await said(iam.iam('CreateInstanceProfile', { InstanceProfileName: 'ip' }))).toBe(
      '409 EntityAlreadyExists Instance Profile ip already exists.',
    );
    await iam.iam('AddRoleToInstanceProfile', { InstanceProfileName: 'ip', RoleName: 'profiled' });
    expect(await said(iam.iam('AddRoleToInstanceProfile', { InstanceProfileName: 'ip', RoleName: 'second' }))).toBe(
      '409 LimitExceeded Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    );
    expect((await iam.iam('GetInstanceProfile', { InstanceProfileName: 'ip' })).text('RoleName')).toBe('profiled');
    expect((await iam.iam('ListInstanceProfilesForRole', { RoleName: 'profiled' })).text('InstanceProfileName')).toBe('ip');
    const conflict = '409 DeleteConflict Cannot delete entity, must remove roles from instance profile first.';
    expect(await said(iam.iam('DeleteRole', { RoleName: 'profiled' }))).toBe(conflict);
    expect(await said(iam.iam('DeleteInstanceProfile', { InstanceProfileName: 'ip' }))).toBe(conflict);
    expect(await said(iam.iam('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'ip', RoleName: 'second' }))).toBe(
      '404 NoSuchEntity Role second in Instance Profile ip cannot be found.',
    );
    await iam.iam('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'ip', RoleName: 'profiled' });
    await iam.iam('TagInstanceProfile', { InstanceProfileName: 'ip', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' });
    expect((await iam.iam('ListInstanceProfileTags', { InstanceProfileName: 'ip' })).text('Key')).toBe('k');
    await iam.iam('UntagInstanceProfile', { InstanceProfileName: 'ip', 'TagKeys.member.1': 'k' });
    expect((await iam.iam('ListInstanceProfiles')).texts('InstanceProfileName')).toEqual(['ip']);
    expect((await iam.iam('DeleteInstanceProfile', { InstanceProfileName: 'ip' })).status).toBe(200);
    expect(await said(iam.iam('GetInstanceProfile', { InstanceProfileName: 'ip' }))).toBe(
      '404 NoSuchEntity Instance Profile ip cannot be found.',
    );
    expect((await iam.iam('DeleteRole', { RoleName: 'profiled' })).status).toBe(200);
  });

  it('are tagged without regard to case and listed without their tags', async () => {
    await create('tagged', { Path: '/tags/' });
    await iam.iam('TagRole', { RoleName: 'tagged', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': '1' });
    await iam.iam('TagRole', { RoleName: 'tagged', 'Tags.member.1.Key': 'A', 'Tags.member.1.Value': '2' });
    expect((await iam.iam('ListRoleTags', { RoleName: 'tagged' })).texts('Value')).toEqual(['2']);
    expect((await iam.iam('ListRoles', { PathPrefix: '/tags/' })).texts('Key')).toEqual([]);
    await iam.iam('UntagRole', { RoleName: 'tagged', 'TagKeys.member.1': 'a' });
    expect((await iam.iam('ListRoleTags', { RoleName: 'tagged' })).texts('Value')).toEqual([]);
  });
});
