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

type Context = Record<string, string | readonly string[]>;
function verdict(Effect: string, Condition: object, context: Context, caller = user) {
  const document = { Version: '2012-10-17', Statement: { Effect, Action: '*', Resource: '*', Condition } };
  const request = { action: 'a:B', resource: '*', caller, resourceAccount: '222222222222', context: conditionsIn(context) };
  return verdictOf(compilePolicy(JSON.stringify(document)), request);
}
const holds = (Condition: object, context: Context = {}, caller = user): boolean =>
  verdict('Allow', Condition, context, caller) === 'allow';

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
    ['ForAnyValue:StringEquals', 'a', 'a', true],
    ['ForAllValues:StringEquals', 'a', 'b', false],
    // aws: recorded, radkawar/stackd iam/condition_sets.json; iam/simulation_inputs.json, input_type_match_string_list_…
    ['StringEquals', 'a', ['a'], false],
    ['StringEquals', 'a', ['b', 'a'], false],
    ['StringEqualsIfExists', 'a', ['a'], false],
    ['StringNotEquals', 'a', ['b'], false],
    ['StringNotEqualsIfExists', 'a', ['b'], false],
    ['NumericEquals', '1', ['1'], false],
    ['Null', 'false', ['a'], true],
  ])('%s %j of %j: %s', (operator, wanted, actual, expected) => {
    expect(holds({ [operator]: { 'x:Key': wanted } }, actual === undefined ? {} : { 'x:key': actual })).toBe(expected);
  });
});

// aws: recorded, radkawar/stackd iam/condition_values.json, condition_ip.json and condition_strings.json
describe('how values are read', () => {
  const opposites: readonly (readonly [operator: string, opposite: string, wanted: string, same: string[], other: string[]])[] = [
    ['NumericEquals', 'NumericNotEquals', '1', ['01', '+1', '1.0', '1e0'], ['2', 'no-number', '', 'NaN', 'Infinity']],
    ['NumericEquals', 'NumericNotEquals', 'NaN', [], ['1', 'no-number']],
    ['NumericEquals', 'NumericNotEquals', '9007199254740993', ['9007199254740993'], ['9007199254740992']],
    [
      'DateEquals',
      'DateNotEquals',
      '2030-01-01T00:00:00Z',
      ['1893456000', '+1893456000', '2030-01-01', '2030-01-01T00:00:00', '2030-01-01T00:00:00.0001Z'],
      ['2030-01-02T00:00:00Z', 'not-a-date', ''],
    ],
    ['DateEquals', 'DateNotEquals', '2030-01-01T00:00:00.1231Z', ['2030-01-01T00:00:00.1239Z'], []],
    ['DateEquals', 'DateNotEquals', 'not-a-date', [], ['2030-01-01T00:00:00Z', 'not-a-date']],
    [
      'IpAddress',
      'NotIpAddress',
      '192.0.2.5/24',
      ['192.0.2.1', '192.000.002.1', '::ffff:192.0.2.1', '::FFFF:c000:201'],
      ['192.0.3.1'],
    ],
    ['IpAddress', 'NotIpAddress', '192.000.002.0/+024', ['192.0.2.1'], ['2001:db8::1']],
    ['IpAddress', 'NotIpAddress', '192.0.2.0/0', ['203.0.113.1'], ['2001:db8::1']],
    ['IpAddress', 'NotIpAddress', '::/0', ['2001:db8::1'], ['192.0.2.1', '::ffff:192.0.2.1']],
    ['IpAddress', 'NotIpAddress', '2001:DB8::/064', ['2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:0db8::1'], ['2001:db8:0:1::']],
    ['IpAddress', 'NotIpAddress', '2001:db8::4/127', ['2001:db8::4', '2001:db8::5'], ['2001:db8::6']],
    ['IpAddress', 'NotIpAddress', '2001:db8::5/64', [], ['2001:db8::5', '2001:db8::1']],
    ['IpAddress', 'NotIpAddress', '::ffff:192.0.2.0/120', [], ['192.0.2.1', '::ffff:192.0.2.1']],
    ['IpAddress', 'NotIpAddress', '::ffff:c000:200/120', [], ['::ffff:c000:201']],
    ['IpAddress', 'NotIpAddress', '192.0.2.0/33', [], ['192.0.2.1']],
    ['IpAddress', 'NotIpAddress', 'not-an-ip', [], ['192.0.2.1']],
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', '\u039f\u03a3', ['\u03bf\u03c2'], ['\u03bf\u03c3']],
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'I', ['i'], ['\u0131']],
    ['StringLike', 'StringNotLike', '??', ['\u{10400}'], ['\u00e9']],
    ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:user/*', ['arn:aws:iam::1:user/eve'], ['arn:aws:iam::1:role/eve']],
  ];
  it.each(opposites)('%s and %s %s', (operator, opposite, wanted, same, other) => {
    for (const [values, is] of [
      [same, true],
      [other, false],
    ] as const) {
      for (const value of values) {
        expect(holds({ [operator]: { k: wanted } }, { k: value }), value).toBe(is);
        expect(holds({ [opposite]: { k: wanted } }, { k: value }), value).toBe(!is);
      }
    }
  });

  it.each([
    ['IpAddress', 'NotIpAddress', '192.0.2.0/24', ['not-an-ip', '', '192.0.2.1/32', '192.0.513', '3221225985', ' 192.0.2.1 ']],
    ['IpAddress', 'NotIpAddress', '2001:db8::/64', ['2001:db8::192.0.2.1', '2001::db8::1', 'fe80::1%eth0', '[2001:db8::1]']],
    ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:user/*', ['not-an-arn', '']],
  ])('%s and %s hold for nothing that is no such thing', (operator, opposite, wanted, values) => {
    for (const value of values) {
      for (const name of [operator, opposite]) expect(holds({ [name]: { k: wanted } }, { k: value }), value).toBe(false);
    }
  });

  it('a boolean is true or it is false', () => {
    for (const value of ['true', 'True', 'TRUE']) expect(holds({ Bool: { k: 'true' } }, { k: value })).toBe(true);
    for (const value of ['false', 'yes', '1', '', ' true ']) {
      expect(holds({ Bool: { k: 'true' } }, { k: value }), value).toBe(false);
      expect(holds({ Bool: { k: 'yes' } }, { k: value }), value).toBe(true);
    }
  });

  it('base64 is as it is made', () => {
    expect(holds({ BinaryEquals: { k: 'YQ==' } }, { k: 'YQ==' })).toBe(true);
    for (const value of ['Yg==', 'YQ', 'YR==', 'no-binary', '', ' YQ== ']) {
      expect(holds({ BinaryEquals: { k: 'YQ==' } }, { k: value }), value).toBe(false);
    }
  });

  it.each([
    [['not-an-arn'], 'arn:aws:iam::1:user/eve', 'silent', 'deny'],
    [['not-an-arn'], 'not-an-arn', 'silent', 'silent'],
    [['not-an-arn', 'arn:aws:iam::*:user/*'], 'arn:aws:iam::1:user/eve', 'silent', 'deny'],
    [['arn:aws:iam::*:user/*', 'not-an-arn'], 'arn:aws:iam::1:user/eve', 'allow', 'deny'],
    [['arn:aws:iam::*:role/*', 'not-an-arn'], 'arn:aws:iam::1:user/eve', 'silent', 'deny'],
  ])('%j is asked about %s', (wanted, k, allowing, denying) => {
    expect(verdict('Allow', { ArnLike: { k: wanted } }, { k })).toBe(allowing);
    expect(verdict('Deny', { ArnLike: { k: wanted } }, { k })).toBe(denying);
  });

  it('a variable of a key that can have several values has none', () => {
    for (const wanted of [`\${keys}`, `\${keys, 'team'}`]) {
      expect(holds({ StringEquals: { k: wanted } }, { k: 'team', keys: ['team'] })).toBe(false);
      expect(holds({ StringNotEquals: { k: wanted } }, { k: 'team', keys: ['team'] })).toBe(true);
    }
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
