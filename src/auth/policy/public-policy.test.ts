import { expect, test } from 'vitest';
import { isPublicPolicy } from './public-policy.ts';

const statement = (more: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', ...more }],
  });

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
