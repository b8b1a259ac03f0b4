import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, fakeClock } from '#core';
import { A, ADMIN, B, document, REGION, userOf, type World, world } from '../accounts/world.ts';

// aws: what a session of GetFederationToken may — model, GetFederationToken; IAM user guide, "Permissions for GetFederationToken"

const clock = fakeClock(Date.UTC(2026, 0, 1));
let here: World;
let broker: Caller;
const arn = `arn:aws:sts::${A}:federated-user/Bob`;
const stream = `arn:aws:kinesis:${REGION}:${A}:stream/s`;

beforeAll(async () => {
  here = await world(clock);
  broker = await userOf(here, A, 'broker', document({ Effect: 'Allow', Action: ['sts:*', 'kinesis:Describe*'], Resource: '*' }));
  await here.as(here.root(A))('kinesis', 'CreateStream', { StreamName: 's', ShardCount: 1 });
});
afterAll(() => here.close());

const said = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (thrown: { code: string; message: string }) => `${thrown.code} ${thrown.message}`,
  );
const ask = (by: Caller, more: object = {}) => here.as(by)('sts', 'GetFederationToken', { Name: 'Bob', ...more });
async function federated(by: Caller, more: object = {}): Promise<Caller> {
  const { Credentials: made } = await ask(by, more);
  return here.holder(made.AccessKeyId, made.SessionToken);
}
const describe = (by: Caller) => said(here.as(by)('kinesis', 'DescribeStreamSummary', { StreamName: 's' }));
const refused = (why: string) =>
  `AccessDeniedException User: ${arn} is not authorized to perform: kinesis:DescribeStreamSummary on resource: ${stream} because no ${why} allows the kinesis:DescribeStreamSummary action`;

it('answers as AWS did — recorded in localstack, test_get_federation_token', async () => {
  const answer = await ask(broker, { DurationSeconds: 900 });
  expect(answer).toEqual({
    Credentials: {
      AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^.{40}$/),
      SessionToken: expect.any(String),
      Expiration: new Date(clock.millis() + 900_000),
    },
    FederatedUser: { FederatedUserId: `${A}:Bob`, Arn: arn },
    PackedPolicySize: 0,
  });
  expect(await here.as(await federated(broker))('sts', 'GetCallerIdentity')).toEqual({
    UserId: `${A}:Bob`,
    Account: A,
    Arn: arn,
  });
});

it('may what the user and the session policy allow, and nothing without one', async () => {
  expect(await describe(broker)).toBe('done');
  expect(await describe(await federated(broker))).toBe(refused('session policy'));
  expect(await describe(await federated(broker, { Policy: ADMIN }))).toBe('done');
  const narrow = document({ Effect: 'Allow', Action: 'kinesis:ListShards', Resource: '*' });
  expect(await describe(await federated(broker, { Policy: narrow }))).toBe(refused('session policy'));
  const bob = await federated(broker, { Policy: ADMIN });
  expect(await said(here.as(bob)('kinesis', 'ListShards', { StreamName: 's' }))).toContain('no identity-based policy allows');
  const managed = { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess' }] };
  expect(await describe(await federated(broker, managed))).toBe('done');
});

it('may what a resource policy gives it by name; what it gives the user is bounded by the session policy', async () => {
  const grant = (who: string) =>
    here.as(here.root(A))('kinesis', 'PutResourcePolicy', {
      ResourceARN: stream,
      Policy: document({ Effect: 'Allow', Principal: { AWS: who }, Action: 'kinesis:*', Resource: stream }),
    });
  const list = (by: Caller) => said(here.as(by)('kinesis', 'ListShards', { StreamName: 's' }));
  await grant(arn);
  expect(await list(await federated(broker))).toBe('done');
  await grant(`arn:aws:iam::${A}:user/broker`);
  expect(await list(await federated(broker))).toContain('no session policy allows');
  expect(await list(await federated(broker, { Policy: ADMIN }))).toBe('done');
  await here.as(here.root(A))('kinesis', 'DeleteResourcePolicy', { ResourceARN: stream });
});

it('calls neither IAM nor more of STS than who it is', async () => {
  const bob = await federated(broker, { Policy: ADMIN });
  expect(await said(here.as(bob)('iam', 'ListUsers'))).toBe(
    'InvalidClientTokenId The security token included in the request is invalid.',
  );
  const role = `arn:aws:iam::${A}:role/r`;
  expect(await said(here.as(bob)('sts', 'AssumeRole', { RoleArn: role, RoleSessionName: 's' }))).toBe(
    `AccessDenied User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  );
  expect(await said(ask(bob))).toBe('AccessDenied Cannot call GetFederationToken with session credentials');
  expect(await said(here.as(bob)('sts', 'GetSessionToken'))).toBe(
    'AccessDenied Cannot call GetSessionToken with session credentials',
  );
});

it('needs the permission for the name, and for tags', async () => {
  const susan = document({
    Effect: 'Allow',
    Action: 'sts:GetFederationToken',
    Resource: `arn:aws:sts::${A}:federated-user/Susan`,
  });
  const clerk = await userOf(here, A, 'clerk', susan);
  expect(await said(ask(clerk))).toBe(
    `AccessDenied User: ${clerk.arn} is not authorized to perform: sts:GetFederationToken on resource: ${arn}`,
  );
  expect(await said(ask(clerk, { Name: 'Susan' }))).toBe('done');
  expect(await said(ask(clerk, { Name: 'Susan', Tags: [{ Key: 'team', Value: 'a' }] }))).toContain('sts:TagSession');
  expect((await federated(broker, { Tags: [{ Key: 'team', Value: 'a' }] })).tags).toEqual({ team: 'a' });
});

it('of root is bounded by its session policy alone, for an hour', async () => {
  const { Credentials: made } = await ask(here.root(A), { Policy: ADMIN, DurationSeconds: 7200 });
  expect(made.Expiration.getTime() - clock.millis()).toBe(3_600_000);
  expect(await describe(here.holder(made.AccessKeyId, made.SessionToken))).toBe('done');
  expect(await describe(await federated(here.root(A)))).toBe(refused('session policy'));
});

it('ends with the user, and does not reach another account', async () => {
  const going = await userOf(here, A, 'going', ADMIN);
  const { Credentials: made } = await ask(going, { Policy: ADMIN });
  const bob = here.holder(made.AccessKeyId, made.SessionToken);
  await here.as(here.root(B))('kinesis', 'CreateStream', { StreamName: 'bees', ShardCount: 1 });
  const other = { StreamARN: `arn:aws:kinesis:${REGION}:${B}:stream/bees` };
  expect(await said(here.as(bob)('kinesis', 'DescribeStreamSummary', other))).toContain('AccessDenied');
  const root = here.as(here.root(A));
  const [key] = (await root('iam', 'ListAccessKeys', { UserName: 'going' })).AccessKeyMetadata;
  await root('iam', 'DeleteAccessKey', { UserName: 'going', AccessKeyId: key.AccessKeyId });
  await root('iam', 'DeleteUserPolicy', { UserName: 'going', PolicyName: 'p' });
  await root('iam', 'DeleteUser', { UserName: 'going' });
  expect(() => here.holder(made.AccessKeyId, made.SessionToken)).toThrow('unknown');
});
