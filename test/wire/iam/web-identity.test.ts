import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, type Identity, policy } from './boot.ts';

const clock = fakeClock(Date.UTC(2026, 0, 1));
let iam: Identity;
let provider: Server;
let issuer: string;
let asked = 0;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const published: object[] = [
  { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa' },
  { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
];

beforeAll(async () => {
  provider = createServer((request, response) => {
    asked++;
    const document = request.url?.endsWith('/openid-configuration')
      ? { issuer, jwks_uri: `${issuer}/keys` }
      : { keys: published };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/pool`;
  iam = await boot(clock);
  await iam.iam('CreateOpenIDConnectProvider', { Url: issuer, 'ClientIDList.member.1': 'my-client' });
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: providerArn() },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${bare()}:aud`]: 'my-client' },
      StringLike: { [`${bare()}:sub`]: 'system:serviceaccount:flink:*' },
    },
  };
  await iam.iam('CreateRole', { RoleName: 'pod', AssumeRolePolicyDocument: JSON.stringify(policy(statement)) });
  const may = JSON.stringify(policy(allow('iam:GetRole')));
  await iam.iam('PutRolePolicy', { RoleName: 'pod', PolicyName: 'p', PolicyDocument: may });
});
afterAll(async () => {
  await iam.close();
  provider.close();
});

const bare = () => issuer.replace('http://', '');
const providerArn = () => `arn:aws:iam::${ACCOUNT}:oidc-provider/${bare()}`;
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/pod`;

function token(change: object = {}, header: object = {}, key: KeyObject = rsa.privateKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(clock.millis() / 1000);
  const claims = { iss: issuer, sub: 'system:serviceaccount:flink:job', aud: ['my-client'], iat: now, exp: now + 600, ...change };
  const signed = `${part({ alg: 'RS256', kid: 'rsa', typ: 'JWT', ...header })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Not signed: that is what this operation is for. */
async function exchange(WebIdentityToken: string, more: Record<string, string> = {}) {
  const parameters = { RoleArn, RoleSessionName: 'job', WebIdentityToken, ...more };
  const body = new URLSearchParams({ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', ...parameters });
  const answer = await fetch(iam.endpoint, { method: 'POST', body });
  const text = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  return { status: answer.status, element, refusal: `${element('Code')}: ${element('Message')}` };
}

it('a token of a known issuer becomes credentials of the role that trusts it', async () => {
  const got = await exchange(token());
  expect([got.status, got.element('SubjectFromWebIdentityToken'), got.element('Audience'), got.element('Provider')]).toEqual([
    200,
    'system:serviceaccount:flink:job',
    'my-client',
    issuer,
  ]);
  expect(got.element('Arn')).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/pod/job`);
  const session = {
    accessKeyId: got.element('AccessKeyId'),
    secretAccessKey: got.element('SecretAccessKey'),
    sessionToken: got.element('SessionToken'),
  };
  expect((await iam.ask('sts', session, 'GetCallerIdentity')).text('Arn')).toBe(got.element('Arn'));
  expect((await iam.ask('iam', session, 'GetRole', { RoleName: 'pod' })).status).toBe(200);
  expect((await iam.ask('iam', session, 'ListRoles')).status).toBe(403);
  expect((await exchange(token({}, { alg: 'ES256', kid: 'ec' }, ec.privateKey))).status).toBe(200);
});

it.each<[string, () => string, string]>([
  ['somebody else has signed', () => token({}, {}, stranger.privateKey), 'InvalidIdentityToken: Couldn'],
  [
    'is over',
    () => token({ exp: 1 }),
    'ExpiredTokenException: Token expired: current date/time 1767225600 must be before the expiration date/time 1',
  ],
  ['is for another client', () => token({ aud: 'other' }), 'InvalidIdentityToken: Incorrect token audience'],
  [
    'is of another issuer',
    () => token({ iss: 'https://accounts.example.com' }),
    'InvalidIdentityToken: No OpenIDConnect provider found in your account for https://accounts.example.com',
  ],
  [
    'is of a subject that the role does not trust',
    () => token({ sub: 'system:serviceaccount:other:job' }),
    'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ],
  ['is none', () => 'not-a-token', 'InvalidIdentityToken: The ID Token provided is not a valid JWT.'],
  [
    'says it needs no signature',
    () => token({}, { alg: 'none' }),
    'InvalidIdentityToken: The ID Token is signed with an algorithm',
  ],
  ['has no subject', () => token({ sub: undefined }), 'InvalidIdentityToken: Missing a required claim: sub'],
])('a token that %s is refused', async (_, make, said) => {
  const refused = await exchange(make());
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.refusal.startsWith(said)).toBe(true);
});

it('the keys are remembered; a new key is found, and inventing keys does not make us ask all the time', async () => {
  await exchange(token());
  const before = asked;
  await exchange(token());
  expect(asked).toBe(before);
  const fresh = generateKeyPairSync('rsa', { modulusLength: 2048 });
  published.push({ ...fresh.publicKey.export({ format: 'jwk' }), kid: 'fresh' });
  clock.advance(11_000);
  expect((await exchange(token({}, { kid: 'fresh' }, fresh.privateKey))).status).toBe(200);
  const after = asked;
  await exchange(token({}, { kid: 'invented' }, stranger.privateKey));
  expect(asked).toBe(after);
});

it('providers are kept as IAM tells of them; without one, nobody gets in', async () => {
  const named = { OpenIDConnectProviderArn: providerArn() };
  const got = await iam.iam('GetOpenIDConnectProvider', named);
  expect([got.text('Url'), got.text('member')]).toEqual([bare(), 'my-client']);
  expect((await iam.iam('ListOpenIDConnectProviders')).text('Arn')).toBe(providerArn());
  expect((await iam.iam('CreateOpenIDConnectProvider', { Url: issuer })).text('Code')).toBe('EntityAlreadyExists');
  expect((await iam.iam('CreateOpenIDConnectProvider', { Url: 'http://example.com' })).text('Code')).toBe('InvalidInput');
  for (const [action, none] of [
    ['TagOpenIDConnectProvider', 'Tags'],
    ['UntagOpenIDConnectProvider', 'TagKeys'],
  ] as const) {
    const untouched = await iam.iam(action, { ...named, [none]: '' });
    expect([untouched.text('Code'), untouched.text('Message')]).toEqual(['InvalidInput', 'At least one tag must be given.']);
  }
  await iam.iam('AddClientIDToOpenIDConnectProvider', { ...named, ClientID: 'second' });
  expect((await exchange(token({ aud: 'second' }))).refusal).toContain('Not authorized');
  await iam.iam('RemoveClientIDFromOpenIDConnectProvider', { ...named, ClientID: 'second' });
  expect((await exchange(token({ aud: 'second' }))).refusal).toContain('Incorrect token audience');
  await iam.iam('DeleteOpenIDConnectProvider', named);
  expect((await exchange(token())).refusal).toContain('No OpenIDConnect provider found');
  expect((await iam.iam('GetOpenIDConnectProvider', named)).text('Message')).toBe(
    `OpenIDConnect Provider not found for arn ${providerArn()}`,
  );
});
