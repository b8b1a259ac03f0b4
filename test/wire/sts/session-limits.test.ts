import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { ACCOUNT, allow, boot, type Identity, type Key, policy, trust } from '../iam/boot.ts';

// aws: where nothing else is said, src/services/sts/errors.ts and models/sts.patch.json say where an answer is known from

let iam: Identity;
let key: Key;
beforeAll(async () => {
  iam = await boot(fakeClock(Date.UTC(2026, 0, 1)));
  const actions = ['sts:AssumeRole', 'sts:TagSession'];
  key = await iam.user('caller', policy(allow(actions)));
  await iam.iam('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }, { Action: actions }) });
});
afterAll(() => iam.close());

async function said(more: Record<string, string>): Promise<string> {
  const input = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`, RoleSessionName: 'session', ...more };
  const answer = await iam.ask('sts', key, 'AssumeRole', input);
  return answer.status === 200 ? 'done' : `${answer.text('Code')} ${answer.text('Message')}`;
}

it('an inline session policy is JSON', async () => {
  expect(await said({ Policy: 'invalid policy' })).toBe('MalformedPolicyDocument The policy is not in the valid JSON format.');
  expect(await said({ Policy: '{}' })).toBe('MalformedPolicyDocument Syntax errors in policy.');
});

it('an inline session policy has 2,048 characters, whoever is trusted', async () => {
  const document = JSON.stringify(policy(allow('iam:ListUsers')));
  expect(await said({ Policy: document.padEnd(2048) })).toBe('done');
  const tooLong = / at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/;
  expect(await said({ Policy: document.padEnd(2049) })).toMatch(tooLong);
  expect(await said({ Policy: document.padEnd(2049), RoleArn: `arn:aws:iam::${ACCOUNT}:role/other` })).toMatch(tooLong);
});

it('a session has ten managed policies', async () => {
  const arns = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`PolicyArns.member.${i + 1}.arn`, 'arn:aws:iam::aws:policy/AmazonS3FullAccess']),
    );
  expect(await said(arns(10))).toBe('done');
  expect(await said(arns(11))).toBe('ValidationError A session can have 10 managed policies at most.');
});

it.each([
  ['aws:team', 'blue'],
  ['team', 'aws:blue'],
])('a session tag %s = %s is not for callers', async (tag, value) => {
  expect(await said({ 'Tags.member.1.Key': tag, 'Tags.member.1.Value': value })).toBe(
    'InvalidParameterValue Keys and values of session tags that begin with aws: are reserved for AWS.',
  );
  expect(await said({ 'Tags.member.1.Key': `x${tag}`, 'Tags.member.1.Value': `x${value}` })).toBe('done');
});
