import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  IAMClient,
  ListPoliciesGrantingServiceAccessCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, deny, type Identity, type Key, policy, ROOT, trust } from './boot.ts';

const clock = fakeClock(Date.UTC(2026, 0, 1));
let iam: Identity;
let client: IAMClient;
const connect = () => {
  const { accessKeyId, secretAccessKey } = ROOT;
  const systemClockOffset = clock.millis() - Date.now();
  client = new IAMClient({
    endpoint: iam.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    systemClockOffset,
  });
};
beforeAll(async () => {
  iam = await boot(clock);
  connect();
});
afterAll(() => iam.close());

const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const generate = async (Arn: string) => (await client.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }))).JobId;
async function services(Arn: string) {
  const JobId = await generate(Arn);
  const answer = await client.send(new GetServiceLastAccessedDetailsCommand({ JobId }));
  expect([answer.JobStatus, answer.JobType, answer.IsTruncated]).toEqual(['COMPLETED', 'SERVICE_LEVEL', false]);
  return (answer.ServicesLastAccessed ?? []).map((each) => [
    each.ServiceNamespace,
    each.LastAuthenticated?.toISOString(),
    each.LastAuthenticatedEntity,
    each.LastAuthenticatedRegion,
    each.TotalAuthenticatedEntities,
  ]);
}
async function entities(Arn: string, ServiceNamespace: string) {
  const JobId = await generate(Arn);
  const asked = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace });
  const { EntityDetailsList = [] } = await client.send(asked);
  return Object.fromEntries(EntityDetailsList.map((each) => [each.EntityInfo?.Arn, each.LastAuthenticated?.toISOString()]));
}
const never = (namespace: string) => [namespace, undefined, undefined, undefined, 0];
let worker: Key;

it('tells of each service that is granted when it was asked last, also where it refused', async () => {
  worker = await iam.user('worker', policy(allow(['iam:GetUser', 's3:*', 'sts:*']), deny('iam:*')));
  expect(await services(arn('user/worker'))).toEqual([never('iam'), never('s3'), never('sts')]);
  expect((await iam.ask('iam', worker, 'GetUser')).status).toBe(403);
  clock.advance(60_000);
  await iam.ask('sts', worker, 'GetCallerIdentity');
  const used = [
    ['iam', '2026-01-01T00:00:00.000Z', arn('user/worker'), 'us-east-1', 1],
    never('s3'),
    ['sts', '2026-01-01T00:01:00.000Z', arn('user/worker'), 'us-east-1', 1],
  ];
  expect(await services(arn('user/worker'))).toEqual(used);
  await iam.restart();
  connect();
  expect(await services(arn('user/worker'))).toEqual(used);
});

it('of a group, of its members; of a policy, of whom it gives permissions; of a role, of its sessions', async () => {
  await iam.iam('CreateGroup', { GroupName: 'crew' });
  await iam.iam('AddUserToGroup', { GroupName: 'crew', UserName: 'worker' });
  await iam.iam('CreateUser', { UserName: 'idle', Path: '/a/' });
  await iam.iam('AddUserToGroup', { GroupName: 'crew', UserName: 'idle' });
  const document = JSON.stringify(policy(allow('sts:*')));
  await iam.iam('CreatePolicy', { PolicyName: 'tokens', PolicyDocument: document });
  await iam.iam('AttachGroupPolicy', { GroupName: 'crew', PolicyArn: arn('policy/tokens') });
  await iam.iam('CreateRole', { RoleName: 'robot', AssumeRolePolicyDocument: trust({ AWS: arn('user/worker') }) });
  await iam.iam('AttachRolePolicy', { RoleName: 'robot', PolicyArn: arn('policy/tokens') });
  expect(await services(arn('role/robot'))).toEqual([never('sts')]);
  const assumed = await iam.ask('sts', worker, 'AssumeRole', { RoleArn: arn('role/robot'), RoleSessionName: 'ses' });
  clock.advance(60_000);
  const session = { sessionToken: assumed.text('SessionToken'), secretAccessKey: assumed.text('SecretAccessKey') };
  await iam.ask('sts', { ...session, accessKeyId: assumed.text('AccessKeyId') }, 'GetCallerIdentity');
  const byRobot = ['sts', '2026-01-01T00:02:00.000Z', arn('role/robot'), 'us-east-1'];
  expect(await services(arn('role/robot'))).toEqual([[...byRobot, 1]]);
  expect(await services(arn('policy/tokens'))).toEqual([[...byRobot, 2]]);
  const crew = { [arn('user/worker')]: '2026-01-01T00:01:00.000Z', [arn('user/a/idle')]: undefined };
  expect(await entities(arn('group/crew'), 'sts')).toEqual(crew);
  expect(await entities(arn('policy/tokens'), 'sts')).toEqual({ ...crew, [arn('role/robot')]: '2026-01-01T00:02:00.000Z' });
  expect(await entities(arn('user/worker'), 's3')).toEqual({ [arn('user/worker')]: undefined });
});

it('lists the policies that give somebody access to a service', async () => {
  await iam.iam('AttachUserPolicy', { UserName: 'worker', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
  const ServiceNamespaces = ['sts', 's3', 'sns'];
  const { PoliciesGrantingServiceAccess: list } = await client.send(
    new ListPoliciesGrantingServiceAccessCommand({ Arn: arn('user/worker'), ServiceNamespaces }),
  );
  const inline = { PolicyName: 'p', PolicyType: 'INLINE', EntityType: 'USER', EntityName: 'worker' };
  const managed = (PolicyArn: string) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyType: 'MANAGED', PolicyArn });
  expect(list).toEqual([
    { ServiceNamespace: 's3', Policies: [inline, managed('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess')] },
    { ServiceNamespace: 'sns', Policies: [] },
    { ServiceNamespace: 'sts', Policies: [inline, managed(arn('policy/tokens'))] },
  ]);
});

it('refuses what is not there, and what was not noted', async () => {
  await expect(generate(arn('user/nobody'))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await expect(generate(arn('policy/nothing'))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  await expect(generate('arn:aws:s3:::a-bucket-of-somebody')).rejects.toMatchObject({ name: 'InvalidInputException' });
  const actions = new GenerateServiceLastAccessedDetailsCommand({ Arn: arn('user/worker'), Granularity: 'ACTION_LEVEL' });
  await expect(client.send(actions)).rejects.toMatchObject({ name: 'InvalidInputException' });
  const JobId = 'examplea-1234-b567-cde8-90fg123abcd4';
  await expect(client.send(new GetServiceLastAccessedDetailsCommand({ JobId }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  // a day later the report is gone
  const old = await generate(arn('user/worker'));
  clock.advance(25 * 3_600_000);
  connect();
  await generate(arn('user/worker'));
  await expect(client.send(new GetServiceLastAccessedDetailsCommand({ JobId: old }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});
