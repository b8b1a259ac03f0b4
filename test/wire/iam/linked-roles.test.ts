import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, allow, boot, type Identity, policy, said } from './boot.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/iam (TestIAMServiceRoles), unless marked

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
});
afterAll(() => iam.close());

const NAME = 'AWSServiceRoleForBatch';
const create = (more: Record<string, string> = {}) =>
  iam.iam('CreateServiceLinkedRole', { AWSServiceName: 'batch.amazonaws.com', ...more });

test('a service-linked role: made once, not to be changed, deleted by a task', async () => {
  expect(await said(create({ CustomSuffix: 'x' }))).toBe('400 InvalidInput Custom suffix is not allowed for batch.amazonaws.com');
  const made = await create();
  expect(made.text('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:role/aws-service-role/batch.amazonaws.com/${NAME}`);
  expect(await said(create())).toBe(
    `400 InvalidInput Service role name ${NAME} has been taken in this account, please try a different suffix.`,
  );
  const got = await iam.iam('GetRole', { RoleName: NAME });
  expect([got.text('Path'), got.text('MaxSessionDuration')]).toEqual(['/aws-service-role/batch.amazonaws.com/', '3600']);
  const attached = await iam.iam('ListAttachedRolePolicies', { RoleName: NAME });
  expect(attached.text('PolicyArn')).toBe('arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy');

  // aws: public issue reports of Terraform
  const refusal = `400 UnmodifiableEntity Cannot perform the operation on the protected role '${NAME}' - this role is only modifiable by AWS`;
  expect(await said(iam.iam('DeleteRole', { RoleName: NAME }))).toBe(refusal);
  const PolicyDocument = JSON.stringify(policy(allow('s3:*')));
  expect(await said(iam.iam('PutRolePolicy', { RoleName: NAME, PolicyName: 'more', PolicyDocument }))).toBe(refusal);
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  expect(await said(iam.iam('AttachRolePolicy', { RoleName: NAME, PolicyArn }))).toBe(refusal);

  const deletion = await iam.iam('DeleteServiceLinkedRole', { RoleName: NAME });
  const task = deletion.text('DeletionTaskId') ?? '';
  expect(task).toMatch(new RegExp(`^task/aws-service-role/batch.amazonaws.com/${NAME}/[0-9a-f-]{36}$`));
  const status = await iam.iam('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: task });
  expect(status.text('Status')).toBe('SUCCEEDED');
  expect(await said(iam.iam('GetRole', { RoleName: NAME }))).toContain('NoSuchEntity');
  expect(await said(iam.iam('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: `${task}0` }))).toContain('NoSuchEntity');
});

test('a suffix, where the service takes one', async () => {
  const made = await iam.iam('CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'blue' });
  expect(made.text('RoleName')).toBe('AWSServiceRoleForAutoScaling_blue');
});

test('an ARN that is none — test_role_attach_policy', async () => {
  await iam.iam('CreateUser', { UserName: 'eve' });
  expect(await said(iam.iam('AttachUserPolicy', { UserName: 'eve', PolicyArn: 'longpolicynamebutnoarn' }))).toBe(
    '400 ValidationError Invalid ARN:  Could not be parsed!',
  );
});

test('the simulator says which statements decided, and where they stand — test_simulate_principle_policy', async () => {
  await iam.iam('PutUserPolicy', {
    UserName: 'eve',
    PolicyName: 'rights',
    PolicyDocument:
      '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}',
  });
  const answer = await iam.iam('SimulatePrincipalPolicy', {
    PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/eve`,
    'ActionNames.member.1': 's3:PutObject',
    'ResourceArns.member.1': 'arn:aws:s3:::bucket',
  });
  const flat = answer.body.replace(/>\s+</g, '><');
  const place =
    '<StartPosition><Line>1</Line><Column>41</Column></StartPosition><EndPosition><Line>1</Line><Column>113</Column></EndPosition>';
  expect(flat.split(place)).toHaveLength(3);
  expect(flat).toContain('<AllowedByOrganizations>true</AllowedByOrganizations>');
  expect(flat).toContain('<EvalResourceDecision>allowed</EvalResourceDecision>');
});
