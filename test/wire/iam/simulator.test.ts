import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, boot, type Identity, said } from './boot.ts';

// aws: goldens — recorded AWS answers, radkawar/stackd testdata/aws/iam/simulation*.json, unless marked

let iam: Identity;
beforeAll(async () => {
  iam = await boot();
  await iam.iam('CreateUser', { UserName: 'eve' });
});
afterAll(() => iam.close());

const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;

// aws: AWS's answers as public notes keep them, see errors.ts
test('principals of other accounts, and sessions', async () => {
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/robot/ses`;
  for (const action of ['SimulatePrincipalPolicy', 'GetContextKeysForPrincipalPolicy']) {
    const asked = (PolicySourceArn: string) =>
      said(
        iam.iam(action, {
          PolicySourceArn,
          ...(action.startsWith('Simulate') && { 'ActionNames.member.1': 's3:GetObject' }),
        }),
      );
    expect(await asked('arn:aws:iam::999999999999:user/eve')).toBe(
      `400 InvalidInput Invalid Policy Source Arn: caller's account ${ACCOUNT} does not have access to policies in account 999999999999`,
    );
    expect(await asked(session)).toBe(
      `400 InvalidInput Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
    );
    // aws: a path is not looked at — case principal_user_wrong_path
    expect(await asked(arn('user/other/path/eve'))).toBe('done');
  }
});

const A = 'arn:aws:s3:::stackd-simulation/a';
const B = 'arn:aws:s3:::stackd-simulation/b';
const OWNER = arn('user/simulation/composition');
const document = (Effect: string, Action: string, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource: '*', ...more }] });
const granting = (principal: string, Effect = 'Allow') =>
  document(Effect, 's3:GetObject', { Resource: 'arn:aws:s3:::stackd-simulation/*', Principal: { AWS: principal } });
const when = (Condition: object) => document('Allow', 's3:GetObject', { Condition });

interface Result {
  readonly EvalResourceName?: string;
  readonly EvalDecision: string;
  readonly MatchedStatements: readonly { SourcePolicyId: string; SourcePolicyType: string; EndPosition: { Column: number } }[];
  readonly ResourceSpecificResults?: readonly object[];
}
async function ask(operation: string, input: object) {
  const caller = { kind: 'root' as const, partition: 'aws', account: ACCOUNT, arn: arn('root'), userId: ACCOUNT };
  const scope = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
  const asked = { ActionNames: ['s3:GetObject'], ...input };
  return (await iam.gateway.invoke('iam', operation, asked, { caller, scope })) as {
    EvaluationResults: Result[];
    Marker?: string;
  };
}
const custom = async (input: object) => (await ask('SimulateCustomPolicy', input)).EvaluationResults[0] as Result;
const refusal = (input: object) =>
  ask('SimulateCustomPolicy', { PolicyInputList: [], ...input }).then(
    () => 'done',
    ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
  );
const place = (Column: number, end: number) => ({ StartPosition: { Line: 1, Column }, EndPosition: { Line: 1, Column: end } });
const first = { SourcePolicyId: 'PolicyInputList.1', SourcePolicyType: 'IAM Policy' };

test('one result for an action, with one for each resource — custom_…', async () => {
  const statement = { ...first, ...place(38, 95) };
  const PolicyInputList = [document('Allow', 's3:GetObject')];
  expect(await custom({ PolicyInputList })).toEqual({
    EvalActionName: 's3:GetObject',
    EvalResourceName: '*',
    EvalDecision: 'allowed',
    MatchedStatements: [statement],
    MissingContextValues: [],
  });
  const onA = { EvalResourceName: A, EvalResourceDecision: 'allowed', MatchedStatements: [statement] };
  expect(await custom({ PolicyInputList, ResourceArns: [A] })).toEqual({
    EvalActionName: 's3:GetObject',
    EvalResourceName: A,
    EvalDecision: 'allowed',
    MatchedStatements: [statement],
    MissingContextValues: [],
    EvalDecisionDetails: {},
    ResourceSpecificResults: [onA],
  });
  const mixed = { ...first, ...place(38, 126) };
  expect(await custom({ PolicyInputList: [document('Allow', 's3:GetObject', { Resource: A })], ResourceArns: [A, B] })).toEqual({
    EvalActionName: 's3:GetObject',
    EvalResourceName: 'arn:aws:s3:::${BucketName}/${KeyName}',
    EvalDecision: 'implicitDeny',
    MatchedStatements: [mixed],
    MissingContextValues: [],
    EvalDecisionDetails: {},
    ResourceSpecificResults: [
      { ...onA, MatchedStatements: [mixed] },
      { EvalResourceName: B, EvalResourceDecision: 'implicitDeny' },
    ],
  });
  // a service whose name AWS has for it is not known
  const other = { PolicyInputList, ActionNames: ['glacier:ListJobs'], ResourceArns: [A, B] };
  expect((await custom(other)).EvalResourceName).toBeUndefined();
});

test('pages count actions — pagination_…', async () => {
  const ActionNames = ['s3:PutObject', 's3:GetObject', 's3:ListBucket'];
  const asked = { PolicyInputList: [], ActionNames, ResourceArns: [A, B], MaxItems: 2 };
  const page = await ask('SimulateCustomPolicy', asked);
  expect(page).toMatchObject({ EvaluationResults: [{}, {}], IsTruncated: true });
  const { Marker } = page;
  expect(await ask('SimulateCustomPolicy', { ...asked, Marker })).toMatchObject({ EvaluationResults: [{}], IsTruncated: false });
  expect(await ask('SimulateCustomPolicy', { ...asked, ActionNames: ['s3:GetObject'], Marker })).toMatchObject({
    EvaluationResults: [],
    IsTruncated: false,
  });
});

test('boundaries, and keys that are not known — boundary_…, missing_…', async () => {
  const PolicyInputList = [document('Allow', 's3:GetObject')];
  const detail = (AllowedByPermissionsBoundary: boolean) => ({
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary },
  });
  const bounded = (effect: string, action: string) =>
    custom({ PolicyInputList, PermissionsBoundaryPolicyInputList: [document(effect, action)] });
  expect(await bounded('Allow', 's3:PutObject')).toMatchObject({
    EvalDecision: 'implicitDeny',
    MatchedStatements: [],
    ...detail(false),
  });
  expect(await bounded('Deny', 's3:GetObject')).toMatchObject({
    EvalDecision: 'explicitDeny',
    MatchedStatements: [
      {
        SourcePolicyId: 'PermissionsBoundaryPolicyInputList.1',
        SourcePolicyType: 'Permissions Boundary Policy',
        ...place(38, 94),
      },
    ],
    ...detail(false),
  });
  const missing = when({ StringEquals: { 'stack:missing': 'yes' } });
  const MissingContextValues = ['stack:missing'];
  expect(await custom({ PolicyInputList: [missing], ResourceArns: [A] })).toMatchObject({
    EvalDecision: 'implicitDeny',
    MissingContextValues,
    ResourceSpecificResults: [{ EvalResourceName: A, EvalResourceDecision: 'implicitDeny', MissingContextValues }],
  });
  for (const decided of [document('Allow', 's3:GetObject'), document('Deny', 's3:GetObject')])
    expect(await custom({ PolicyInputList: [decided, missing] })).toMatchObject({ MissingContextValues: [] });
});

test('policies of resources — composition_…', async () => {
  const by = { SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'Resource Policy' };
  const asked = { ResourceArns: [A], CallerArn: OWNER, PolicyInputList: [] };
  const identity = [document('Allow', 's3:GetObject')];
  for (const principal of [OWNER, arn('root')])
    expect(
      await custom({
        ...asked,
        ResourcePolicy: granting(principal),
        PermissionsBoundaryPolicyInputList: [document('Allow', 's3:PutObject')],
      }),
    ).toMatchObject({ EvalDecision: 'allowed', MatchedStatements: [by], EvalDecisionDetails: {} });
  // — ScottLogic/blog _posts/2025-04-03-automated-iam-policy-simulator-testing.md
  const denied = { ...asked, PolicyInputList: identity, ResourcePolicy: granting(OWNER, 'Deny') };
  expect(await custom(denied)).toMatchObject({ EvalDecision: 'explicitDeny', MatchedStatements: [by] });
  const across = { ...asked, ResourcePolicy: granting(OWNER), ResourceOwner: 'arn:aws:iam::999999999999:root' };
  const details = (ofIdentity: string) => ({
    EvalDecision: ofIdentity,
    EvalDecisionDetails: { 'IAM Policy': ofIdentity, 'Resource Policy': 'allowed' },
  });
  expect(await custom(across)).toMatchObject({ ...details('implicitDeny'), MatchedStatements: [] });
  expect(await custom({ ...across, PolicyInputList: identity })).toMatchObject(details('allowed'));
  // without such a policy nobody asks whose the resource is
  const foreign = { PolicyInputList: identity, ResourceArns: ['arn:aws:s3:region:account:name'] };
  expect(await custom(foreign)).toMatchObject({ EvalDecision: 'allowed' });
});

test('who calls — simulation_defaults.json, composition_no_caller_…', async () => {
  const holds = async (condition: object, CallerArn?: string) =>
    (await custom({ PolicyInputList: [when(condition)], ...(CallerArn && { CallerArn }) })).EvalDecision === 'allowed';
  for (const key of ['aws:username', 'aws:PrincipalArn']) expect(await holds({ Null: { [key]: 'false' } }), key).toBe(false);
  expect(await holds({ StringEquals: { 'aws:userid': 'STUB_PRINCIPAL_FOR_POLICY_SIMULATOR' } })).toBe(true);
  expect(await holds({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })).toBe(true);
  const told = { 'aws:userid': OWNER, 'aws:username': 'composition', 'aws:PrincipalArn': OWNER };
  expect(await holds({ StringEquals: told }, OWNER)).toBe(true);
  expect(await holds({ Null: { 'aws:username': 'false' } }, arn('group/simulation/crew'))).toBe(false);
});

test('the names of inline policies — principal_…', async () => {
  await iam.iam('CreateGroup', { GroupName: 'crew' });
  await iam.iam('AddUserToGroup', { GroupName: 'crew', UserName: 'eve' });
  const put = { PolicyName: 'Inline', PolicyDocument: document('Allow', 's3:GetObject') };
  await iam.iam('PutUserPolicy', { UserName: 'eve', ...put });
  await iam.iam('PutGroupPolicy', { GroupName: 'crew', ...put });
  const answer = await ask('SimulatePrincipalPolicy', {
    PolicySourceArn: arn('user/eve'),
    PolicyInputList: [put.PolicyDocument],
  });
  expect(answer.EvaluationResults[0]?.MatchedStatements.map((one) => one.SourcePolicyId)).toEqual([
    'user_eve_Inline',
    'group_crew_Inline',
    'PolicyInputList.1',
  ]);
  expect(answer.EvaluationResults[0]).toHaveProperty('OrganizationsDecisionDetail', { AllowedByOrganizations: true });
});

test('what is refused', async () => {
  const wrong = (arn: string) => `InvalidInput ResourceNames are not in a valid ARN format: ${arn}.`;
  for (const resource of ['not-an-arn', 'arn:aws:s3', 'arn::s3:::name', 'arn:aws::::name', 'arn:aws:s3:::'])
    expect(await refusal({ ResourceArns: [resource] })).toBe(wrong(resource));
  expect(await refusal({ ActionNames: ['GetObject'] })).toBe('InvalidInput The action is invalid since it is missing names');
  expect(await refusal({ PolicyInputList: ['{'] })).toBe('InvalidInput Policy input list item 1 has invalid content');
  expect(await refusal({ ResourceOwner: ACCOUNT })).toBe(`InvalidInput '${ACCOUNT}' is not a valid as a Resource Owner.`);
  expect(await refusal({ Marker: 'not-a-simulation-marker' })).toBe('InvalidInput Invalid marker for pagination.');
  const boundary = document('Allow', 's3:GetObject');
  expect(await refusal({ PermissionsBoundaryPolicyInputList: [boundary, boundary] })).toBe(
    'InvalidInput The list of Permissions Boundary policies cannot exceed 1 items.',
  );
  const ContextEntries = [{ ContextKeyName: 'stack:key', ContextKeyValues: ['yes'] }];
  expect(await refusal({ ContextEntries })).toBe('InvalidInput Context key stack:key has invalid type null.');
  expect(await refusal({ ContextEntries: [{}] })).toBe('done');
});
