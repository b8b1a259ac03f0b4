import { expect, it } from 'vitest';
import type { Caller } from '#core';
import { compilePolicy } from './compile.ts';
import { evaluate, loosened } from './evaluate.ts';
import { conditionsIn, type Policy, type PolicySet } from './types.ts';

const account = '111111111111';
const arn = `arn:aws:iam::${account}:user/eve`;
const caller: Caller = { kind: 'user', partition: 'aws', account, arn, userId: 'AIDAEVE', userName: 'eve' };
const Resource = 'arn:aws:s3:::other/*';

const statement = (Effect: string, more: object) => ({ Effect, Action: 's3:GetObject', Resource: '*', ...more });
const compiled = (...Statement: object[]): Policy => compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
const allowed = (policies: PolicySet): boolean => {
  const asked = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', caller, resourceAccount: account };
  return evaluate({ ...asked, context: conditionsIn({}) }, loosened(policies)).allowed;
};
const ask = (...statements: object[]): boolean => allowed({ identity: [compiled(...statements)] });

it('allows what is allowed on some resource, under some condition', () => {
  expect(ask(statement('Allow', { Resource }))).toBe(true);
  expect(ask(statement('Allow', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }))).toBe(true);
  expect(ask(statement('Allow', { Action: 's3:Put*' }))).toBe(false);
});

it('denies what is denied on all of them, whatever the conditions', () => {
  const denied = (more: object): boolean => !ask(statement('Allow', {}), statement('Deny', more));
  expect(denied({})).toBe(true);
  expect(denied({ Resource })).toBe(false);
  expect(denied({ Resource: undefined, NotResource: Resource })).toBe(false);
  expect(denied({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toBe(false);
});

it('leaves boundaries and resource policies their say', () => {
  const identity = [compiled(statement('Allow', { Resource }))];
  expect(allowed({ identity, boundary: [compiled(statement('Allow', { Action: 's3:Other' }))] })).toBe(false);
  expect(allowed({ identity: [], resource: compiled(statement('Allow', { Resource, Principal: { AWS: arn } })) })).toBe(true);
});
