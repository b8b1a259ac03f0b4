import { afterAll, beforeAll, expect, it } from 'vitest';
import { boot, type Identity, policy } from './boot.ts';

// The calls of terraform-provider-aws, in its order: internal/service/iam/user.go (force_destroy), openid_connect_provider.go

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

it('a user is deleted by force: what he cannot have here is listed as nothing', async () => {
  await iam.iam('CreateUser', { UserName: 'gone' });
  await iam.iam('CreateAccessKey', { UserName: 'gone' });
  const key = (await iam.iam('ListAccessKeys', { UserName: 'gone' })).text('AccessKeyId') ?? '';
  expect((await iam.iam('DeleteAccessKey', { UserName: 'gone', AccessKeyId: key })).status).toBe(200);
  const lists = ['ListSSHPublicKeys', 'ListMFADevices', 'ListSigningCertificates', 'ListServiceSpecificCredentials'];
  for (const operation of lists) {
    const answer = await iam.iam(operation, { UserName: 'gone' });
    expect([operation, answer.status]).toEqual([operation, 200]);
    expect(answer.body).not.toContain('<IsTruncated>true');
    expect(answer.body).not.toContain('<member>');
    expect((await iam.iam(operation, { UserName: 'nobody' })).text('Code')).toBe('NoSuchEntity');
  }
  expect((await iam.iam('ListVirtualMFADevices', { AssignmentStatus: 'Assigned' })).text('IsTruncated')).toBe('false');
  for (const operation of ['DeleteLoginProfile', 'GetLoginProfile']) {
    const none = await iam.iam(operation, { UserName: 'gone' });
    expect([none.status, none.text('Code'), none.text('Message')]).toEqual([
      404,
      'NoSuchEntity',
      'Login Profile for User gone cannot be found.',
    ]);
  }
  expect((await iam.iam('DeleteUser', { UserName: 'gone' })).status).toBe(200);
});

it('an account that can have no certificates and SAML providers lists none', async () => {
  const lists = { ListServerCertificates: 'ServerCertificateMetadataList', ListSAMLProviders: 'SAMLProviderList' };
  for (const [operation, list] of Object.entries(lists)) {
    const { status, body } = await iam.iam(operation);
    expect([operation, status]).toEqual([operation, 200]);
    expect(body).toContain(`<${list}></${list}>`);
  }
  // what makes one is refused
  const metadata = { Name: 'idp', SAMLMetadataDocument: 'x'.repeat(1000) };
  expect((await iam.iam('CreateSAMLProvider', metadata)).text('Message')).toContain('CreateSAMLProvider');
  const certificate = { ServerCertificateName: 'c', CertificateBody: 'c', PrivateKey: 'k' };
  expect((await iam.iam('UploadServerCertificate', certificate)).text('Message')).toContain('UploadServerCertificate');
});

it('an OpenID Connect provider is changed where it stands', async () => {
  const made = await iam.iam('CreateOpenIDConnectProvider', {
    Url: 'https://token.example.com',
    'ClientIDList.member.1': 'sts.amazonaws.com',
    'ThumbprintList.member.1': 'a'.repeat(40),
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'data',
  });
  const named = { OpenIDConnectProviderArn: made.text('OpenIDConnectProviderArn') ?? '' };
  await iam.iam('UpdateOpenIDConnectProviderThumbprint', { ...named, 'ThumbprintList.member.1': 'b'.repeat(40) });
  await iam.iam('TagOpenIDConnectProvider', { ...named, 'Tags.member.1.Key': 'env', 'Tags.member.1.Value': 'dev' });
  await iam.iam('UntagOpenIDConnectProvider', { ...named, 'TagKeys.member.1': 'team' });
  const { body } = await iam.iam('GetOpenIDConnectProvider', named);
  expect(body).toContain(`<ThumbprintList><member>${'b'.repeat(40)}</member></ThumbprintList>`);
  expect(body).toContain('<Tags><member><Key>env</Key><Value>dev</Value></member></Tags>');
  expect((await iam.iam('ListOpenIDConnectProviderTags', named)).text('Key')).toBe('env');
  const nowhere = { OpenIDConnectProviderArn: `${named.OpenIDConnectProviderArn}/none` };
  expect((await iam.iam('ListOpenIDConnectProviderTags', nowhere)).text('Code')).toBe('NoSuchEntity');
});

it('an OpenID Connect provider has five thumbprints and a hundred client ids at most', async () => {
  const list = (name: string, values: readonly string[]) =>
    Object.fromEntries(values.map((value, i) => [`${name}.member.${i + 1}`, value]));
  const prints = [...'abcdef'].map((letter) => letter.repeat(40));
  const ids = Array.from({ length: 101 }, (_, i) => `client-${i}`);
  const Url = 'https://many.example.com';
  const create = (thumbprints: readonly string[], clients: readonly string[]) =>
    iam.iam('CreateOpenIDConnectProvider', { Url, ...list('ThumbprintList', thumbprints), ...list('ClientIDList', clients) });
  const refused = ({ status, text }: Awaited<ReturnType<typeof create>>) => [status, text('Code'), text('Message')];
  const sixth = [400, 'InvalidInput', 'Thumbprint list must contain fewer than 5 entries.'];
  const another = [409, 'LimitExceeded', 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100'];
  expect(refused(await create(prints, []))).toEqual(sixth);
  expect(refused(await create(prints.slice(1), ids))).toEqual(another);
  const made = await create(prints.slice(1), ids.slice(1));
  const named = { OpenIDConnectProviderArn: made.text('OpenIDConnectProviderArn') ?? '' };
  const update = { ...named, ...list('ThumbprintList', prints) };
  expect(refused(await iam.iam('UpdateOpenIDConnectProviderThumbprint', update))).toEqual(sixth);
  expect((await iam.iam('AddClientIDToOpenIDConnectProvider', { ...named, ClientID: 'client-1' })).status).toBe(200);
  expect(refused(await iam.iam('AddClientIDToOpenIDConnectProvider', { ...named, ClientID: 'client-0' }))).toEqual(another);
});

it('a role that is in an instance profile is taken out first', async () => {
  const trust = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  await iam.iam('CreateRole', { RoleName: 'host', AssumeRolePolicyDocument: JSON.stringify(trust) });
  await iam.iam('CreateInstanceProfile', { InstanceProfileName: 'hosts' });
  await iam.iam('AddRoleToInstanceProfile', { InstanceProfileName: 'hosts', RoleName: 'host' });
  expect((await iam.iam('DeleteRole', { RoleName: 'host' })).text('Code')).toBe('DeleteConflict');
  expect((await iam.iam('ListInstanceProfilesForRole', { RoleName: 'host' })).text('InstanceProfileName')).toBe('hosts');
  await iam.iam('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'hosts', RoleName: 'host' });
  expect((await iam.iam('DeleteInstanceProfile', { InstanceProfileName: 'hosts' })).status).toBe(200);
  expect((await iam.iam('DeleteRole', { RoleName: 'host' })).status).toBe(200);
});
