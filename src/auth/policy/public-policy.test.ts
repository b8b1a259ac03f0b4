import { expect, test } from 'vitest';
import { isPublicPolicy } from './public-policy.ts';

const statement = (more: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', ...more }],
  });

const variable = (name: string) => `$\{${name}}`;

test('what makes a policy public', () => {
  expect(isPublicPolicy(statement({}))).toBe(true);
  expect(isPublicPolicy(statement({ Principal: { AWS: '*' } }))).toBe(true);
  expect(isPublicPolicy(statement({ Principal: { AWS: '111111111111' } }))).toBe(false);
  expect(isPublicPolicy(statement({ Effect: 'Deny' }))).toBe(false);
  expect(isPublicPolicy(statement({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }))).toBe(false);
  expect(isPublicPolicy(statement({ Condition: { StringLike: { 'aws:SourceVpce': 'vpce-*' } } }))).toBe(true);
  expect(isPublicPolicy(statement({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }))).toBe(true);
  expect(isPublicPolicy(statement({ Condition: { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } } }))).toBe(false);
  expect(isPublicPolicy(statement({ Condition: { StringNotEquals: { 'aws:PrincipalAccount': '1' } } }))).toBe(true);
});

test('policies that were put on AWS are public or not as it said', () => {
  // aws: every row — recorded, radkawar/stackd s3/public_policy_replay.json
  const rows: [string, object, boolean][] = [
    ['SourceOwner', { StringEquals: { 'aws:SourceOwner': '123456789012' } }, true],
    ['SourceOrgID', { StringEquals: { 'aws:SourceOrgID': 'o-1234567890' } }, false],
    ['a wildcard where none counts', { StringEquals: { 'aws:SourceVpc': 'vpc-*' } }, false],
    ['a question mark', { StringLike: { 'aws:SourceVpc': 'vpc-1234567?' } }, true],
    ['a variable', { StringEquals: { 'aws:SourceVpc': variable('aws:SourceVpc') } }, true],
    ['nothing', { StringEquals: { 'aws:SourceVpc': [] } }, false],
    ['one of two', { StringLike: { 'aws:SourceVpc': ['vpc-12345678', 'vpc-*'] } }, true],
    ['all values', { 'ForAllValues:StringEquals': { 'aws:SourceVpc': 'vpc-12345678' } }, true],
    ['any value', { 'ForAnyValue:StringEquals': { 'aws:SourceVpc': 'vpc-12345678' } }, false],
    ['if it exists', { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-12345678' } }, true],
    [
      'all values, and it exists',
      { 'ForAllValues:StringEquals': { 'aws:SourceVpc': 'vpc-12345678' }, Null: { 'aws:SourceVpc': 'false' } },
      false,
    ],
    [
      'if it exists, and it does',
      { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-12345678' }, Null: { 'aws:SourceVpc': 'false' } },
      false,
    ],
    ['sessions of a role', { StringLike: { 'aws:userid': 'AROAEXAMPLEUNIQUEID:*' } }, false],
    ['any id', { StringLike: { 'aws:userid': '*' } }, true],
    ['topics of an account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:123456789012:*' } }, false],
    ['topics of any', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:*:fixed' } }, true],
    [
      'a variable of an account',
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::123456789012:role/${variable('aws:username')}` } },
      true,
    ],
    ['roles of an account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }, false],
    ['access points', { ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:123456789012:accesspoint/*' } }, false],
    ['/7', { IpAddress: { 'aws:SourceIp': '10.0.0.0/7' } }, true],
    ['/8', { IpAddress: { 'aws:SourceIp': '11.0.0.0/8' } }, false],
    ['/31 of IPv6', { IpAddress: { 'aws:SourceIp': '2000::/31' } }, true],
    ['/32 of IPv6', { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, false],
    ['/10 of IPv6', { IpAddress: { 'aws:SourceIp': 'fe80::/10' } }, true],
    ['a narrow and a wide range', { IpAddress: { 'aws:SourceIp': ['11.0.0.0/8', '0.0.0.0/0'] } }, true],
    ['any range', { 'ForAnyValue:IpAddress': { 'aws:SourceIp': '11.0.0.0/8' } }, false],
    ['all ranges', { 'ForAllValues:IpAddress': { 'aws:SourceIp': '11.0.0.0/8' } }, true],
    ['other ranges', { NotIpAddress: { 'aws:SourceIp': '11.0.0.0/8' } }, true],
    ['Referer', { StringEquals: { 'aws:Referer': 'https://example.invalid' } }, true],
  ];
  expect(rows.map(([name, Condition]) => [name, isPublicPolicy(statement({ Condition }))])).toEqual(
    rows.map(([name, , verdict]) => [name, verdict]),
  );
});

test('what everybody is denied is not public', () => {
  const Resource = 'arn:aws:s3:::b/k';
  const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource };
  const deny = { ...allow, Effect: 'Deny' };
  const verdict = (...Statement: object[]) => isPublicPolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
  // aws: recorded, as above
  expect(verdict(allow, deny)).toBe(false);
  expect(verdict(allow, { ...deny, Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } })).toBe(true);
  expect(verdict(allow, { ...deny, Condition: { StringNotEquals: { 'aws:SourceAccount': '123456789012' } } })).toBe(false);
  expect(verdict({ ...allow, Principal: { AWS: '123456789012' } }, allow)).toBe(true);
  // what follows from them
  expect(verdict(allow, { ...deny, Action: 's3:*', Resource: 'arn:aws:s3:::b/*' })).toBe(false);
  expect(verdict(allow, { ...deny, Action: 's3:PutObject' })).toBe(true);
  expect(verdict({ ...allow, Resource: 'arn:aws:s3:::b/*' }, deny)).toBe(true);
  expect(verdict(allow, { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toBe(true);
});
