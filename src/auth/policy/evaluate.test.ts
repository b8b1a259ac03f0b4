import { describe, expect, it } from 'vitest';
import type { Caller } from '#core';
import { compilePolicy } from './compile.ts';
import { evaluate, verdictOf } from './evaluate.ts';
import { conditionsIn, type Policy, type PolicyRequest, type PolicySet } from './types.ts';

const HERE = '111111111111';
const THERE = '222222222222';

const user: Caller = {
  kind: 'user',
  partition: 'aws',
  account: HERE,
  arn: `arn:aws:iam::${HERE}:user/p/eve`,
  userId: 'AIDAEVE',
  userName: 'eve',
};
const role: Caller = {
  kind: 'role',
  partition: 'aws',
  account: HERE,
  arn: `arn:aws:sts::${HERE}:assumed-role/r/s`,
  userId: 'AROAR:s',
  roleArn: `arn:aws:iam::${HERE}:role/p/r`,
  sessionIssuedAt: new Date(0),
};
const root: Caller = { kind: 'root', partition: 'aws', account: HERE, arn: `arn:aws:iam::${HERE}:root`, userId: HERE };
const service: Caller = { kind: 'service', partition: 'aws', account: '', arn: 'x.amazonaws.com', userId: 'x.amazonaws.com' };
const nobody: Caller = { kind: 'anonymous', partition: 'aws', account: '', arn: '', userId: 'anonymous' };

const statement = (Effect: string, more: object) => ({ Effect, Action: 's3:GetObject', ...more });
const compiled = (...statements: object[]): Policy =>
  compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const ALLOW = compiled(statement('Allow', { Resource: '*' }));
const DENY = compiled(statement('Deny', { Resource: '*' }));
const NONE = compiled(statement('Allow', { Action: 's3:Other', Resource: '*' }));
const grant = (Principal: unknown, more: object = {}) => compiled(statement('Allow', { Resource: '*', Principal, ...more }));

function decide(caller: Caller, policies: Partial<PolicySet>, more: Partial<PolicyRequest> = {}): string {
  const request = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    caller,
    resourceAccount: HERE,
    context: conditionsIn({}),
    ...more,
  };
  const decision = evaluate(request, { identity: [], ...policies });
  return `${decision.allowed ? 'allowed' : decision.explicit ? 'denied' : 'not allowed'} by ${decision.policyType}`;
}

describe('in one account', () => {
  it.each<[string, Caller, Partial<PolicySet>, string]>([
    ['nothing', user, {}, 'not allowed by identity-based policy'],
    ['an identity policy', user, { identity: [ALLOW] }, 'allowed by identity-based policy'],
    ['a deny beside an allow', user, { identity: [ALLOW, DENY] }, 'denied by identity-based policy'],
    ['a deny before an allow', user, { identity: [DENY, ALLOW] }, 'denied by identity-based policy'],
    ['a boundary that is silent', user, { identity: [ALLOW], boundary: [NONE] }, 'not allowed by permissions boundary'],
    ['a boundary alone', user, { boundary: [ALLOW] }, 'not allowed by identity-based policy'],
    ['a boundary that denies', user, { identity: [ALLOW], boundary: [DENY] }, 'denied by permissions boundary'],
    ['a session policy that is silent', role, { identity: [ALLOW], session: [NONE] }, 'not allowed by session policy'],
    ['a session policy that denies', role, { identity: [ALLOW], session: [DENY] }, 'denied by session policy'],
    ['a session policy that allows', role, { identity: [ALLOW], session: [NONE, ALLOW] }, 'allowed by identity-based policy'],
    ['an empty session policy', role, { identity: [ALLOW], session: [] }, 'not allowed by session policy'],
    [
      'a resource policy that denies',
      user,
      { identity: [ALLOW], resource: compiled(statement('Deny', { Resource: '*', Principal: '*' })) },
      'denied by resource-based policy',
    ],
    ['a resource policy for the user', user, { resource: grant({ AWS: user.arn }) }, 'allowed by resource-based policy'],
    [
      '… which no boundary limits',
      user,
      { resource: grant({ AWS: user.arn }), boundary: [NONE] },
      'allowed by resource-based policy',
    ],
    ['a resource policy for the role', role, { resource: grant({ AWS: role.roleArn }) }, 'allowed by resource-based policy'],
    [
      '… which a boundary limits',
      role,
      { resource: grant({ AWS: role.roleArn }), boundary: [NONE] },
      'not allowed by permissions boundary',
    ],
    [
      '… which a session policy limits',
      role,
      { resource: grant({ AWS: role.roleArn }), session: [NONE] },
      'not allowed by session policy',
    ],
    [
      'a resource policy for the session',
      role,
      { resource: grant({ AWS: role.arn }), boundary: [NONE], session: [NONE] },
      'allowed by resource-based policy',
    ],
    ['a resource policy for all', user, { resource: grant('*') }, 'allowed by resource-based policy'],
    ['a resource policy for all, spelled out', role, { resource: grant({ AWS: '*' }) }, 'allowed by resource-based policy'],
    ['a resource policy for the account', user, { resource: grant({ AWS: HERE }) }, 'not allowed by identity-based policy'],
    [
      'a resource policy for the account and an own one',
      user,
      { resource: grant({ AWS: `arn:aws:iam::${HERE}:root` }), identity: [ALLOW] },
      'allowed by identity-based policy',
    ],
    [
      'a resource policy for another',
      user,
      { resource: grant({ AWS: `arn:aws:iam::${HERE}:user/bob` }) },
      'not allowed by identity-based policy',
    ],
    ['a resource policy for the unique id', user, { resource: grant({ AWS: 'AIDAEVE' }) }, 'allowed by resource-based policy'],
    [
      "a resource policy for the role's unique id",
      role,
      { resource: grant({ AWS: 'AROAR' }) },
      'allowed by resource-based policy',
    ],
    ['a resource policy for another id', role, { resource: grant({ AWS: 'AROARR' }) }, 'not allowed by identity-based policy'],
    ['root', root, {}, 'allowed by identity-based policy'],
    [
      'root, denied by the resource',
      root,
      { resource: compiled(statement('Deny', { Resource: '*', Principal: '*' })) },
      'denied by resource-based policy',
    ],
  ])('%s', (_, caller, policies, expected) => {
    expect(decide(caller, policies)).toBe(expected);
  });
});

describe('across accounts', () => {
  it.each<[string, Caller, Partial<PolicySet>, string]>([
    ['an identity policy alone', user, { identity: [ALLOW] }, 'not allowed by resource-based policy'],
    ['a resource policy alone', user, { resource: grant({ AWS: user.arn }) }, 'not allowed by identity-based policy'],
    ['both', user, { identity: [ALLOW], resource: grant({ AWS: HERE }) }, 'allowed by identity-based policy'],
    [
      'both, within no boundary',
      user,
      { identity: [ALLOW], boundary: [NONE], resource: grant({ AWS: HERE }) },
      'not allowed by permissions boundary',
    ],
    ['root without the resource', root, {}, 'not allowed by resource-based policy'],
    ['root with the resource', root, { resource: grant({ AWS: HERE }) }, 'allowed by identity-based policy'],
  ])('%s', (_, caller, policies, expected) => {
    expect(decide(caller, policies, { resourceAccount: THERE })).toBe(expected);
  });
});

describe('callers without policies of their own', () => {
  it.each<[string, Caller, Policy | undefined, string]>([
    ['a service, not named', service, undefined, 'not allowed by resource-based policy'],
    ['a service, named', service, grant({ Service: 'x.amazonaws.com' }), 'allowed by resource-based policy'],
    [
      'a service, named beside others',
      service,
      grant({ Service: ['y.amazonaws.com', 'x.amazonaws.com'], AWS: HERE }),
      'allowed by resource-based policy',
    ],
    ['a service is no account', service, grant({ AWS: [HERE, 'x.amazonaws.com'] }), 'not allowed by resource-based policy'],
    ['a service among all', service, grant('*'), 'allowed by resource-based policy'],
    [
      'a user is no service',
      { ...user, arn: 'x.amazonaws.com' },
      grant({ Service: 'x.amazonaws.com' }),
      'allowed by identity-based policy',
    ],
    ['nobody', nobody, grant({ AWS: HERE }), 'not allowed by resource-based policy'],
    ['nobody, among all', nobody, grant('*'), 'allowed by resource-based policy'],
    ['nobody, by a canonical user', nobody, grant({ CanonicalUser: 'abc' }), 'not allowed by resource-based policy'],
  ])('%s', (_, caller, resource, expected) => {
    expect(decide(caller, { identity: [ALLOW], ...(resource ? { resource } : {}) })).toBe(expected);
  });

  it('are bound by conditions', () => {
    const resource = grant({ Service: 'x.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': HERE } } });
    expect(decide(service, { resource })).toBe('not allowed by resource-based policy');
    expect(decide(service, { resource }, { context: conditionsIn({ 'aws:sourceaccount': HERE }) })).toBe(
      'allowed by resource-based policy',
    );
  });
});

describe('trust policies', () => {
  const trust = (Principal: unknown) => compiled({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
  const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${HERE}:role/r` };
  const own = compiled({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
  it.each<[string, Partial<PolicySet>, string]>([
    ['an own policy does not do', { identity: [own] }, 'not allowed by resource-based policy'],
    [
      'an own policy and trust in another do not do',
      { identity: [own], resource: trust({ Service: 'x.amazonaws.com' }) },
      'not allowed by resource-based policy',
    ],
    ['trust in the account needs an own policy', { resource: trust({ AWS: HERE }) }, 'not allowed by identity-based policy'],
    [
      'trust in the account and an own policy',
      { identity: [own], resource: trust({ AWS: HERE }) },
      'allowed by identity-based policy',
    ],
    ['trust in the user', { resource: trust({ AWS: user.arn }) }, 'allowed by resource-based policy'],
  ])('%s', (_, policies, expected) => {
    expect(decide(user, policies, assume)).toBe(expected);
  });
});

describe('NotPrincipal', () => {
  const deny = (NotPrincipal: unknown) => compiled(statement('Deny', { Resource: '*', NotPrincipal }));
  it('spares whom it names, and only them', () => {
    const spared = deny({ AWS: [user.arn, HERE] });
    expect(decide(user, { identity: [ALLOW], resource: spared })).toBe('allowed by identity-based policy');
    expect(decide(role, { identity: [ALLOW], resource: spared })).toBe('denied by resource-based policy');
    expect(decide(root, { resource: spared })).toBe('allowed by identity-based policy');
  });
});

describe('statements', () => {
  const asked = (statement: object, action: string, resource: string) =>
    verdictOf(compiled({ Effect: 'Allow', ...statement }), {
      action,
      resource,
      caller: user,
      resourceAccount: HERE,
      context: conditionsIn({ 'aws:username': 'eve' }),
    });
  it.each<[object, string, string, string]>([
    [{ Action: 'S3:getobject', Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'allow'],
    [{ Action: 's3:Get*', Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'allow'],
    [{ Action: 's3:?etObject', Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'allow'],
    [{ Action: '*', Resource: '*' }, 's3:GetObject', '*', 'allow'],
    [{ NotAction: 's3:*', Resource: '*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'silent'],
    [{ NotAction: ['s3:*', 'iam:*'], Resource: '*' }, 'kinesis:PutRecord', '*', 'allow'],
    [{ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'allow'],
    [{ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::B/k', 'silent'],
    [{ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::b', 'silent'],
    [{ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::b/k:with:colons', 'allow'],
    [
      { Action: 'kinesis:*', Resource: 'arn:aws:kinesis:*:*:stream/a' },
      'kinesis:PutRecord',
      'arn:aws:kinesis:us-east-1:1:stream/a',
      'allow',
    ],
    [
      { Action: 'kinesis:*', Resource: 'arn:aws:kinesis:*:stream/a' },
      'kinesis:PutRecord',
      'arn:aws:kinesis:us-east-1:1:stream/a',
      'silent',
    ],
    [{ Action: '*', Resource: 'arn:*:kinesis:us-*:*:*' }, 'kinesis:PutRecord', 'arn:aws:kinesis:us-east-1:1:stream/a', 'allow'],
    [{ Action: '*', Resource: 'arn:aws:kinesis:*' }, 'kinesis:PutRecord', 'arn:aws:kinesis:us-east-1:1:stream/a', 'allow'],
    [{ Action: '*', Resource: 'arn:aws:kinesis:*:*:stream/a' }, 'kinesis:ListStreams', '*', 'silent'],
    [{ Action: '*', NotResource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::b/k', 'silent'],
    [{ Action: '*', NotResource: 'arn:aws:s3:::b/*' }, 's3:GetObject', 'arn:aws:s3:::c/k', 'allow'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${aws:username}/*` }, 's3:GetObject', 'arn:aws:s3:::b/eve/k', 'allow'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${AWS:UserName}/*` }, 's3:GetObject', 'arn:aws:s3:::b/eve/k', 'allow'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${aws:username}/*` }, 's3:GetObject', 'arn:aws:s3:::b/bob/k', 'silent'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${aws:none}/*` }, 's3:GetObject', 'arn:aws:s3:::b//k', 'silent'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${aws:none, 'all'}/*` }, 's3:GetObject', 'arn:aws:s3:::b/all/k', 'allow'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${*}` }, 's3:GetObject', 'arn:aws:s3:::b/k', 'silent'],
    [{ Action: '*', Resource: `arn:aws:s3:::b/\${*}` }, 's3:GetObject', 'arn:aws:s3:::b/*', 'allow'],
    [{ Action: '*', Resource: `arn:aws:iam::*:user/\${aws:username}` }, 'iam:GetUser', `arn:aws:iam::${HERE}:user/eve`, 'allow'],
  ])('%j says to %s on %s: %s', (statement, action, resource, expected) => {
    expect(asked(statement, action, resource)).toBe(expected);
  });

  it('know no variables in documents of the old version', () => {
    const old = compilePolicy(
      JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::b/\${aws:username}` } }),
    );
    const request = { action: 's3:GetObject', caller: user, resourceAccount: HERE, context: conditionsIn({}) };
    expect(verdictOf(old, { ...request, resource: 'arn:aws:s3:::b/eve' })).toBe('silent');
    expect(verdictOf(old, { ...request, resource: `arn:aws:s3:::b/\${aws:username}` })).toBe('allow');
  });

  it('are compiled once per text', () => {
    const text = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    expect(compilePolicy(text)).toBe(compilePolicy(text));
  });
});
