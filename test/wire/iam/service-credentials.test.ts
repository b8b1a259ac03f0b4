import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ACCOUNT, boot, type Identity } from './boot.ts';

// Answers that AWS gave, as LocalStack recorded them on 2025-03-06 (TestIAMServiceSpecificCredentials), unless something else is said.

let iam: Identity;
let run = 0;
let user: string;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());
beforeEach(async () => {
  user = `user-${run++}`;
  await iam.iam('CreateUser', { UserName: user });
});

const said = async (asked: ReturnType<Identity['iam']>) => {
  const answer = await asked;
  return answer.status === 200 ? 'done' : `${answer.text('Code')} ${answer.text('Message')}`;
};
const create = (ServiceName = 'codecommit.amazonaws.com', UserName = user) =>
  iam.iam('CreateServiceSpecificCredential', { UserName, ServiceName });
const list = (more: Record<string, string> = {}) => iam.iam('ListServiceSpecificCredentials', { UserName: user, ...more });

it.each(['codecommit.amazonaws.com', 'cassandra.amazonaws.com'])('of %s live and die', async (service) => {
  const made = await create(service);
  const UserName = user;
  const ServiceSpecificCredentialId = made.text('ServiceSpecificCredentialId');
  expect(ServiceSpecificCredentialId).toMatch(/^ACCA[A-Z2-7]{17}$/);
  expect(['ServiceName', 'ServiceUserName', 'Status', 'UserName'].map((each) => made.text(each))).toEqual([
    service,
    `${user}-at-${ACCOUNT}`,
    'Active',
    user,
  ]);
  expect(made.text('ServicePassword')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  const before = await list();
  expect(before.text('ServiceSpecificCredentialId')).toBe(ServiceSpecificCredentialId);
  expect(before.body).not.toMatch(/ServicePassword|IsTruncated/);
  const one = { UserName, ServiceSpecificCredentialId };
  expect(await said(iam.iam('UpdateServiceSpecificCredential', { ...one, Status: 'Inactive' }))).toBe('done');
  expect((await list()).text('Status')).toBe('Inactive');
  const reset = await iam.iam('ResetServiceSpecificCredential', one);
  expect([reset.text('ServiceSpecificCredentialId'), reset.text('Status')]).toEqual([ServiceSpecificCredentialId, 'Inactive']);
  expect(reset.text('ServicePassword')).not.toBe(made.text('ServicePassword'));
  expect(await said(iam.iam('DeleteUser', { UserName }))).toBe(
    'DeleteConflict Cannot delete entity, must remove referenced objects first.',
  );
  expect(await said(iam.iam('DeleteServiceSpecificCredential', one))).toBe('done');
  expect((await list()).body).toContain('<ServiceSpecificCredentials></ServiceSpecificCredentials>');
  expect(await said(iam.iam('DeleteUser', { UserName }))).toBe('done');
});

it('are refused for users and services that have none', async () => {
  const nobody = 'NoSuchEntity The user with name non-existent-user cannot be found.';
  expect(await said(create('codecommit.amazonaws.com', 'non-existent-user'))).toBe(nobody);
  expect(await said(create('nonexistentservice.amazonaws.com', 'non-existent-user'))).toBe(nobody);
  for (const service of ['nonexistentservice.amazonaws.com', 'o3on3n3onosneo', 'lambda.amazonaws.com']) {
    const none = `NoSuchEntity No such service ${service} is supported for Service Specific Credentials`;
    expect(await said(create(service))).toBe(none);
    expect(await said(list({ ServiceName: service }))).toBe(none);
  }
  // ours: the form of Bedrock's keys is another one
  expect(await said(create('bedrock.amazonaws.com'))).toBe(
    'NotSupportedService API keys of bedrock.amazonaws.com are not built.',
  );
  await create();
  expect((await list({ ServiceName: 'cassandra.amazonaws.com' })).body).toContain(
    '<ServiceSpecificCredentials></ServiceSpecificCredentials>',
  );
});

it('are found by their id, with their own user', async () => {
  const ServiceSpecificCredentialId = (await create()).text('ServiceSpecificCredentialId');
  const each = (one: Record<string, string>) => [
    said(iam.iam('UpdateServiceSpecificCredential', { ...one, Status: 'Inactive' })),
    said(iam.iam('ResetServiceSpecificCredential', one)),
    said(iam.iam('DeleteServiceSpecificCredential', one)),
  ];
  const id = 'satisfiesregexbutstillinvalid';
  for (const refused of each({ UserName: user, ServiceSpecificCredentialId: id }))
    expect(await refused).toBe(`NoSuchEntity No such credential ${id} exists`);
  for (const refused of each({ UserName: user, ServiceSpecificCredentialId: 'totally-wrong-credential-id-with-hyphens' }))
    expect(await refused).toBe(
      "ValidationError 1 validation error detected: Value at 'serviceSpecificCredentialId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]+",
    );
  for (const refused of each({ UserName: 'wrong-user-name', ServiceSpecificCredentialId }))
    expect(await refused).toBe('NoSuchEntity The user with name wrong-user-name cannot be found.');
});

it('are two of a service at most, and go with a user who is renamed', async () => {
  await create();
  // — CodeCommit user guide: the second one is `user+1-at-…`; the sentence of the third is ours
  expect((await create()).text('ServiceUserName')).toBe(`${user}+1-at-${ACCOUNT}`);
  expect(await said(create())).toBe('LimitExceeded Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2');
  expect(await said(create('cassandra.amazonaws.com'))).toBe('done');
  await iam.iam('UpdateUser', { UserName: user, NewUserName: `${user}-new` });
  expect((await list({ UserName: `${user}-new` })).text('UserName')).toBe(`${user}-new`);
  const all = await iam.iam('ListServiceSpecificCredentials', { AllUsers: 'true', MaxItems: '2' });
  expect(all.body.match(/<ServiceName>/g)).toHaveLength(2);
  expect(all.text('IsTruncated')).toBe('true');
});
