import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '#core';
import { ACCOUNT, boot, type Identity, trust } from './boot.ts';

// What the simulator says of a principal is what happens to his requests: whatever his policies, his groups' and his boundary say.

let iam: Identity;
let user: Caller;
let role: Caller;
const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const scope = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
const tags = { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'red' };

beforeAll(async () => {
  iam = await boot();
  const made = await iam.iam('CreateUser', { UserName: 'eve', ...tags });
  await iam.iam('CreateUser', { UserName: 'other', Path: '/a/', 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'blue' });
  await iam.iam('CreateGroup', { GroupName: 'crew' });
  await iam.iam('AddUserToGroup', { GroupName: 'crew', UserName: 'eve' });
  const AssumeRolePolicyDocument = trust({ AWS: ACCOUNT });
  const robot = await iam.iam('CreateRole', { RoleName: 'robot', AssumeRolePolicyDocument, ...tags });
  const common = { partition: 'aws', account: ACCOUNT, tags: { team: 'red' } };
  user = { ...common, kind: 'user', arn: arn('user/eve'), userId: made.text('UserId'), userName: 'eve' };
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/robot/ses`;
  role = { ...common, kind: 'role', arn: session, roleArn: arn('role/robot'), userId: `${robot.text('RoleId')}:ses` };
});
afterAll(() => iam.close());

/** Requests, and what they are about as the simulator is told of it. */
const QUESTIONS: readonly { operation: string; input: object; resource: string; team?: string }[] = [
  { operation: 'GetUser', input: { UserName: 'eve' }, resource: arn('user/eve'), team: 'red' },
  { operation: 'GetUser', input: { UserName: 'other' }, resource: arn('user/a/other'), team: 'blue' },
  { operation: 'ListUserTags', input: { UserName: 'other' }, resource: arn('user/a/other'), team: 'blue' },
  { operation: 'GetRole', input: { RoleName: 'robot' }, resource: arn('role/robot'), team: 'red' },
  { operation: 'ListRoles', input: {}, resource: arn('role/') },
  { operation: 'ListVirtualMFADevices', input: {}, resource: '*' },
];

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const condition = some<object | undefined>(
  undefined,
  { StringEquals: { 'aws:username': 'eve' } },
  { StringNotEquals: { 'aws:username': 'eve' } },
  { StringEquals: { 'aws:PrincipalTag/Team': 'red' } },
  { StringEquals: { 'iam:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  { StringNotEqualsIfExists: { 'aws:ResourceTag/team': 'blue' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
  { StringEquals: { 'aws:PrincipalType': ['AssumedRole'] } },
  { StringLike: { 'aws:userid': 'AIDA*' } },
  { Null: { 'aws:username': 'true' } },
  { Null: { 'aws:MultiFactorAuthPresent': 'true' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
  { StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 'aws:PrincipalIsAWSService': 'false' } },
);
const statement = fc
  .record({
    Effect: some('Allow', 'Allow', 'Deny'),
    actions: some(
      ['Action', '*'],
      ['Action', 'iam:Get*'],
      ['Action', ['IAM:getuser', 'iam:List?oles']],
      ['NotAction', 'iam:Get*'],
    ),
    resources: some(
      ['Resource', '*'],
      ['Resource', arn('user/*')],
      ['Resource', arn('user/${aws:username}')],
      ['Resource', [arn('user/a/other'), arn('role/*')]],
      ['NotResource', arn('user/eve')],
    ),
    Condition: condition,
  })
  .map(({ Effect, actions, resources, Condition }) => ({
    Effect,
    [String(actions[0])]: actions[1],
    [String(resources[0])]: resources[1],
    ...(Condition && { Condition }),
  }));
const document = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }));

async function simulated(source: string, { operation, resource, team }: (typeof QUESTIONS)[number]): Promise<boolean> {
  const answer = await iam.gateway.invoke(
    'iam',
    'SimulatePrincipalPolicy',
    {
      PolicySourceArn: source,
      ActionNames: [`iam:${operation}`],
      ResourceArns: [resource],
      ContextEntries: ['aws:ResourceTag/team', 'iam:ResourceTag/team'].flatMap((ContextKeyName) =>
        team === undefined ? [] : [{ ContextKeyName, ContextKeyType: 'string', ContextKeyValues: [team] }],
      ),
    },
    { caller: { kind: 'root', partition: 'aws', account: ACCOUNT, arn: arn('root'), userId: ACCOUNT }, scope },
  );
  return (answer as { EvaluationResults: { EvalDecision: string }[] }).EvaluationResults[0]?.EvalDecision === 'allowed';
}
const done = (caller: Caller, { operation, input }: (typeof QUESTIONS)[number]) =>
  iam.gateway.invoke('iam', operation, input, { caller, scope }).then(
    () => true,
    (thrown: { code?: string }) => {
      expect(thrown.code).toBe('AccessDenied');
      return false;
    },
  );

it('in every case', { timeout: 120_000 }, async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(document, document, fc.option(document), async (own, ofGroup, boundary) => {
      await iam.iam('PutUserPolicy', { UserName: 'eve', PolicyName: 'p', PolicyDocument: own });
      await iam.iam('PutGroupPolicy', { GroupName: 'crew', PolicyName: 'p', PolicyDocument: ofGroup });
      await iam.iam('PutRolePolicy', { RoleName: 'robot', PolicyName: 'p', PolicyDocument: own });
      const PolicyArn = arn(`policy/b${allowed + refused}`);
      for (const holder of [{ UserName: 'eve' }, { RoleName: 'robot' }] as Record<string, string>[]) {
        const kind = 'UserName' in holder ? 'User' : 'Role';
        if (boundary === null) await iam.iam(`Delete${kind}PermissionsBoundary`, holder);
        else {
          await iam.iam('CreatePolicy', {
            PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
            PolicyDocument: boundary,
          });
          expect((await iam.iam(`Put${kind}PermissionsBoundary`, { ...holder, PermissionsBoundary: PolicyArn })).status).toBe(
            200,
          );
        }
      }
      for (const [source, caller] of [
        [arn('user/eve'), user],
        [arn('role/robot'), role],
      ] as const) {
        for (const question of QUESTIONS) {
          const may = await done(caller, question);
          if (may) allowed++;
          else refused++;
          expect([question.operation, question.resource, await simulated(source, question)]).toEqual([
            question.operation,
            question.resource,
            may,
          ]);
        }
      }
    }),
    { numRuns: 60 },
  );
  // neither answer is the only one there was
  expect(Math.min(allowed, refused)).toBeGreaterThan(20);
});
