import type { EvaluationResult, SimulatePolicyResponse, Statement } from '#api/iam';
import { checkIdentityPolicy, compilePolicy, conditionsIn, evaluate, type Policy, type PolicyRequest, verdictOf } from '#auth';
import { type Call, type Caller, parseArn } from '#core';
import { contextKeysOf } from './context-keys.ts';
import { checked } from './errors.ts';
import { type PageInput, page } from './pages.ts';
import { statementPlaces } from './statement-places.ts';
import { iamArn } from './store.ts';

/* The policy simulator asks the same evaluation as every request does. */

export interface SimulatedPolicy {
  /** What MatchedStatements calls it. */
  readonly id: string;
  readonly document: string;
}

/** Whose policies are tried. */
export interface Simulated {
  readonly caller: Caller;
  readonly identity: readonly SimulatedPolicy[];
  readonly boundary?: readonly string[];
}

interface Input extends PageInput {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ContextEntries?:
    | readonly { readonly ContextKeyName?: string | undefined; readonly ContextKeyValues?: readonly string[] | undefined }[]
    | undefined;
}

interface CustomInput {
  readonly PolicyInputList: readonly string[];
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly CallerArn?: string | undefined;
}

/** `PolicyInputList.1`, …: how AWS names the policies of the request. */
export const inputPolicies = (list: readonly string[] | undefined): SimulatedPolicy[] =>
  (list ?? []).map((document, i) => ({ id: `PolicyInputList.${i + 1}`, document }));

export function customPolicies(input: CustomInput, { scope }: Call): Simulated {
  for (const document of input.PolicyInputList) checked(() => checkIdentityPolicy(document));
  return {
    caller: simulatedUser(input.CallerArn ?? iamArn(scope, 'user', { name: 'simulated' })),
    identity: inputPolicies(input.PolicyInputList),
    ...(input.PermissionsBoundaryPolicyInputList ? { boundary: input.PermissionsBoundaryPolicyInputList } : {}),
  };
}

export function simulatedUser(arn: string): Caller {
  const { partition = 'aws', account = '', resource = '' } = parseArn(arn) ?? {};
  return { kind: 'user', partition, account, arn, userId: '', userName: resource.slice(resource.lastIndexOf('/') + 1) };
}

const DECISIONS = { allowed: 'allowed', explicit: 'explicitDeny', implicit: 'implicitDeny' } as const;

export function simulate(input: Input, simulated: Simulated, call: Call): SimulatePolicyResponse {
  const compiled = simulated.identity.map(({ id, document }) => ({ id, document, policy: compilePolicy(document) }));
  const identity = compiled.map(({ policy }) => policy);
  const boundary = simulated.boundary?.map(compilePolicy);
  const { ResourcePolicy: resourceDocument } = input;
  let resource: Policy | undefined;
  checked(() => {
    if (resourceDocument !== undefined) resource = compilePolicy(resourceDocument);
  });
  const context = contextOf(input);
  const documents = [...simulated.identity.map(({ document }) => document), ...(simulated.boundary ?? [])];
  const MissingContextValues = contextKeysOf(documents).filter((key) => !Object.hasOwn(context, key.toLowerCase()));

  const results = input.ActionNames.flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((arn): EvaluationResult => {
      const request: PolicyRequest = {
        action,
        resource: arn,
        caller: simulated.caller,
        resourceAccount: parseArn(arn)?.account || call.scope.account,
        context: conditionsIn(context),
      };
      const decision = evaluate(request, { identity, ...(boundary ? { boundary } : {}), ...(resource ? { resource } : {}) });
      const inBoundary = boundary?.some((policy) => verdictOf(policy, request) === 'allow');
      const verdict = decision.allowed ? DECISIONS.allowed : decision.explicit ? DECISIONS.explicit : DECISIONS.implicit;
      const statements = matched(compiled, request, decision.explicit ? 'deny' : 'allow');
      return {
        EvalActionName: action,
        EvalResourceName: arn,
        EvalDecision: verdict,
        MatchedStatements: statements,
        MissingContextValues,
        // aws: there is no organization, and a caller of the account — recorded AWS answer in localstack tests/aws/services/iam, test_simulate_principle_policy
        OrganizationsDecisionDetail: { AllowedByOrganizations: true },
        EvalDecisionDetails: {},
        ...(input.ResourceArns && {
          ResourceSpecificResults: [
            { EvalResourceName: arn, EvalResourceDecision: verdict, MatchedStatements: statements, MissingContextValues },
          ],
        }),
        ...(inBoundary === undefined ? {} : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: inBoundary } }),
      };
    }),
  );
  const numbered = results.map((result, i) => ({ result, key: String(i).padStart(6, '0') }));
  const { items, more } = page(numbered, ({ key }) => key, input);
  return { EvaluationResults: items.map(({ result }) => result), ...more };
}

type Compiled = SimulatedPolicy & { readonly policy: Policy };

/** aws: the statements that decide; where one denies, no others — model, EvaluationResult.MatchedStatements */
const matched = (policies: readonly Compiled[], request: PolicyRequest, verdict: 'allow' | 'deny'): Statement[] =>
  policies.flatMap(({ id, document, policy }) => {
    const places = statementPlaces(document);
    return policy.statements.flatMap((statement, i) =>
      verdictOf({ statements: [statement] }, request) === verdict
        ? [{ SourcePolicyId: id, SourcePolicyType: 'IAM Policy' as string as 'user', ...places[i] }]
        : [],
    );
  });

function contextOf({ ContextEntries: entries }: Input): Record<string, readonly string[]> {
  const context: Record<string, readonly string[]> = {};
  for (const { ContextKeyName: name, ContextKeyValues: values } of entries ?? []) {
    if (name !== undefined) context[name.toLowerCase()] = values ?? [];
  }
  return context;
}
