import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '#core';
import { compilePolicy } from './compile.ts';
import { verdictOf } from './evaluate.ts';
import { conditionsIn } from './types.ts';

const user: Caller = {
  kind: 'user',
  partition: 'aws',
  account: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/eve',
  userId: 'AIDAEVE',
  userName: 'eve',
  tags: { Team: 'blue' },
};

function holds(Condition: object, context: Record<string, string | readonly string[]> = {}, caller = user): boolean {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } };
  const request = { action: 'a:B', resource: '*', caller, resourceAccount: '222222222222', context: conditionsIn(context) };
  return verdictOf(compilePolicy(JSON.stringify(document)), request) === 'allow';
}

type Case = readonly [operator: string, wanted: unknown, actual: string | readonly string[] | undefined, expected: boolean];

describe('operators', () => {
  it.each<Case>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', undefined, false],
    ['StringEquals', `\${aws:username}`, 'eve', true],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', ['a', 'b'], 'a', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'Ab', 'aB', true],
    ['StringNotEqualsIgnoreCase', 'Ab', 'aB', false],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', `\${aws:username}/*`, 'eve/x', true],
    ['StringLike', `\${*}`, 'eve', false],
    ['StringNotLike', 'a*', 'b', true],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, '10', true],
    ['NumericEquals', '10', 'ten', false],
    ['NumericEquals', '0', '', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9.5', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '100', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
    ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateLessThanEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00+02:00', true],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', 'never', false],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', true, 'true', true],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'false', undefined, true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['IpAddress', '10.0.0.0/8', '11.1.2.3', false],
    ['IpAddress', '10.0.0.1', '10.0.0.1', true],
    ['IpAddress', '10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '2001:db8::/32', '10.0.0.1', false],
    ['IpAddress', 'nonsense', '10.0.0.1', false],
    ['IpAddress', '10.0.0.0/99', '10.0.0.1', false],
    ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '172.16.0.1', true],
    ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', false],
    ['ArnEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', true],
    ['ArnLike', 'arn:aws:kinesis:*:1:stream/*', 'arn:aws:kinesis:us-east-1:1:stream/a', true],
    ['ArnLike', 'arn:aws:kinesis:*:stream/*', 'arn:aws:kinesis:us-east-1:1:stream/a', false],
    ['ArnNotLike', 'arn:aws:s3:::a', 'arn:aws:s3:::b', true],
    ['ArnNotEquals', 'arn:aws:s3:::a', undefined, true],
    ['Null', 'true', undefined, true],
    ['Null', 'true', [], true],
    ['Null', 'true', 'x', false],
    ['Null', 'false', 'x', true],
    ['Null', false, undefined, false],
    ['stringequals', 'a', 'a', true],
  ])('%s %j of %j: %s', (operator, wanted, actual, expected) => {
    expect(holds({ [operator]: { 'x:Key': wanted } }, actual === undefined ? {} : { 'x:key': actual })).toBe(expected);
  });
});

describe('multivalued keys', () => {
  it.each<Case>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], undefined, true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], undefined, false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
    ['ForAnyValue:StringLikeIfExists', ['a*'], undefined, true],
    ['StringEquals', 'a', ['b', 'a'], true],
    ['StringNotEquals', 'a', ['b', 'a'], false],
  ])('%s %j of %j: %s', (operator, wanted, actual, expected) => {
    expect(holds({ [operator]: { 'x:Key': wanted } }, actual === undefined ? {} : { 'x:key': actual })).toBe(expected);
  });
});

it('all operators and all keys must hold', () => {
  const condition = { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } };
  expect(holds(condition, { a: '1', b: '2', c: 'true' })).toBe(true);
  expect(holds(condition, { a: '1', b: '3', c: 'true' })).toBe(false);
  expect(holds(condition, { a: '1', b: '2', c: 'false' })).toBe(false);
});

describe('keys that follow from the caller', () => {
  const session: Caller = {
    ...user,
    kind: 'role',
    arn: 'arn:aws:sts::111111111111:assumed-role/r/s',
    userId: 'AROAR:s',
    roleArn: 'arn:aws:iam::111111111111:role/r',
    sessionIssuedAt: new Date('2026-01-01T00:00:00Z'),
    sourceIdentity: 'eve',
  };
  const service: Caller = { kind: 'service', partition: 'aws', account: '', arn: 'x.amazonaws.com', userId: 'x' };
  const anonymous: Caller = { kind: 'anonymous', partition: 'aws', account: '', arn: '', userId: '' };
  it.each<[string, Caller, string | undefined]>([
    ['aws:PrincipalArn', user, user.arn],
    ['aws:PrincipalArn', session, session.roleArn],
    ['aws:PrincipalArn', service, undefined],
    ['aws:PrincipalAccount', user, '111111111111'],
    ['aws:PrincipalType', user, 'User'],
    ['aws:PrincipalType', session, 'AssumedRole'],
    ['aws:PrincipalType', anonymous, 'Anonymous'],
    ['aws:userid', session, 'AROAR:s'],
    ['aws:userid', anonymous, 'anonymous'],
    ['aws:username', user, 'eve'],
    ['aws:PrincipalIsAWSService', service, 'true'],
    ['aws:PrincipalIsAWSService', user, 'false'],
    ['aws:PrincipalServiceName', service, 'x.amazonaws.com'],
    ['aws:PrincipalTag/team', user, 'blue'],
    ['aws:PrincipalTag/none', user, undefined],
    ['aws:SourceIdentity', session, 'eve'],
    ['aws:TokenIssueTime', session, '2026-01-01T00:00:00.000Z'],
    ['aws:TokenIssueTime', user, undefined],
    ['aws:MultiFactorAuthPresent', user, undefined],
    ['aws:MultiFactorAuthPresent', session, 'false'],
    ['aws:ResourceAccount', user, '222222222222'],
  ])('%s', (key, caller, expected) => {
    expect(holds({ Null: { [key]: 'true' } }, {}, caller)).toBe(expected === undefined);
    if (expected !== undefined) expect(holds({ StringEquals: { [key]: expected } }, {}, caller)).toBe(true);
  });

  it('are overruled by the request', () => {
    expect(holds({ StringEquals: { 'aws:username': 'bob' } }, { 'aws:username': 'bob' })).toBe(true);
  });
});

it("a variable's value is literal, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (value, actual) => {
      const condition = { StringLike: { 'x:key': `\${x:var}` } };
      expect(holds(condition, { 'x:var': value, 'x:key': actual })).toBe(value === actual);
    }),
  );
});
