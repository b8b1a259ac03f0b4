import type { ContextEntry, EvaluationResult, ResourceSpecificResult, SimulatePolicyResponse } from '#api/iam';
import { checkSessionPolicy, compilePolicy, conditionsIn, PolicyError } from '#auth';
import { type Call, type Caller, parseArn } from '#core';
import { contextKeysOf } from './context-keys.ts';
import {
  checked,
  simulatedActionInvalid,
  simulatedMarkerInvalid,
  simulatedOwnerInvalid,
  simulatedPolicyInvalid,
  simulatedResourceInvalid,
  tooManyBoundaries,
} from './errors.ts';
import { DEFAULT_ITEMS, type PageInput } from './pages.ts';
import { simulatedContext } from './simulated-context.ts';
import { type SimulatedDecision, simulatedDecision, strictest, type Voter, type Voters } from './simulated-decision.ts';
import { nameOfSeveral } from './simulated-names.ts';

/* The policy simulator asks the same evaluation of statements as every request does. */

export interface SimulatedPolicy {
  /** What MatchedStatements calls it. */
  readonly id: string;
  readonly document: string;
}

/** Whose policies are tried. */
export interface Simulated {
  readonly caller: Caller;
  readonly identity: readonly SimulatedPolicy[];
  readonly boundary?: readonly SimulatedPolicy[];
  /** aws: told of principals, and of no policies that come with the request alone — recorded, radkawar/stackd iam/simulation.json */
  readonly inOrganization?: boolean;
}

interface Input extends PageInput {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ResourceOwner?: string | undefined;
  readonly ContextEntries?: readonly ContextEntry[] | undefined;
}

interface CustomInput {
  readonly PolicyInputList: readonly string[];
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly CallerArn?: string | undefined;
}

/** `PolicyInputList.1`, …: how AWS names the policies of the request. */
export function inputPolicies(list: readonly string[] = []): SimulatedPolicy[] {
  return list.map((document, i) => {
    try {
      checkSessionPolicy(document);
    } catch (thrown) {
      throw thrown instanceof PolicyError ? simulatedPolicyInvalid(i + 1) : thrown;
    }
    return { id: `PolicyInputList.${i + 1}`, document };
  });
}

export function inputBoundary(list: readonly string[]): SimulatedPolicy[] {
  if (list.length > 1) throw tooManyBoundaries();
  return list.map((document, i) => ({ id: `PermissionsBoundaryPolicyInputList.${i + 1}`, document }));
}

export function customPolicies(input: CustomInput, { scope }: Call): Simulated {
  const { CallerArn, PermissionsBoundaryPolicyInputList: boundary } = input;
  return {
    // aws: nobody has the account, this id, and neither name nor ARN — recorded, radkawar/stackd iam/simulation_defaults.json, simulation.json
    caller:
      CallerArn === undefined
        ? {
            kind: 'user',
            partition: scope.partition,
            account: scope.account,
            arn: '',
            userId: 'STUB_PRINCIPAL_FOR_POLICY_SIMULATOR',
          }
        : simulatedUser(CallerArn),
    identity: inputPolicies(input.PolicyInputList),
    ...(boundary && { boundary: inputBoundary(boundary) }),
  };
}

/** aws: an ARN stands for the unique id too; users alone have names — recorded, radkawar/stackd iam/simulation_defaults.json, simulation.json */
export function simulatedUser(arn: string): Caller {
  const { partition = 'aws', account = '', resource = '' } = parseArn(arn) ?? {};
  const userName = resource.startsWith('user/') ? { userName: resource.slice(resource.lastIndexOf('/') + 1) } : {};
  return { kind: 'user', partition, account, arn, userId: arn, ...userName };
}

const compiled = ({ id, document }: SimulatedPolicy): Voter => ({ id, document, policy: compilePolicy(document) });

function votersOf({ identity, boundary }: Simulated, resource: string | undefined): Voters {
  let voters: Voters | undefined;
  checked(() => {
    voters = {
      identity: identity.map(compiled),
      boundary: boundary?.map(compiled),
      resource: resource === undefined ? undefined : compiled({ id: 'ResourcePolicy', document: resource }),
    };
  });
  return voters as unknown as Voters;
}

/** aws: the owner is the account of the caller, where neither the request nor the resource's ARN says — model, ResourceOwner */
function ownerOf({ ResourceOwner: owner }: Input): string | undefined {
  const account = owner === undefined ? undefined : parseArn(owner)?.account;
  if (owner !== undefined && !account) throw simulatedOwnerInvalid(owner);
  return account;
}

function resourcesOf({ ResourceArns: arns = ['*'] }: Input): readonly string[] {
  for (const arn of arns) if (arn !== '*' && !parseArn(arn)?.resource) throw simulatedResourceInvalid(arn);
  return arns;
}

export function simulate(input: Input, simulated: Simulated): SimulatePolicyResponse {
  const resources = resourcesOf(input);
  for (const action of input.ActionNames) if (!action.includes(':')) throw simulatedActionInvalid();
  const context = simulatedContext(input.ContextEntries);
  const owner = ownerOf(input);
  const voters = votersOf(simulated, input.ResourcePolicy);
  const { caller } = simulated;
  const documents = [...voters.identity, ...(voters.boundary ?? []), ...(voters.resource ? [voters.resource] : [])];
  const unknown = contextKeysOf(documents.map(({ document }) => document)).filter(
    (key) => !Object.hasOwn(context, key.toLowerCase()),
  );
  const { actions, more } = pageOf(input);
  return {
    EvaluationResults: actions.map((action) => {
      const decisions = resources.map((resource) => {
        const resourceAccount = owner ?? (parseArn(resource)?.account || caller.account);
        return simulatedDecision({ action, resource, caller, resourceAccount, context: conditionsIn(context) }, voters);
      });
      return resultOf(action, resources, decisions, unknown, simulated.inOrganization === true);
    }),
    ...more,
  };
}

/**
 * aws: of several resources the strictest decision, by whatever statements; their keys are missing where nothing allows or denies.
 * What is empty stands outside, and not in the results of single resources; details are there where a resource is named.
 * — recorded, radkawar/stackd iam/simulation.json
 */
function resultOf(
  action: string,
  resources: readonly string[],
  decisions: readonly SimulatedDecision[],
  unknown: readonly string[],
  inOrganization: boolean,
): EvaluationResult {
  const verdict = strictest(decisions.map((decision) => decision.verdict));
  // aws: a denial's statements are those that deny — model, EvaluationResult.MatchedStatements
  const counted = decisions.filter((decision) => verdict !== 'explicitDeny' || decision.verdict === verdict);
  const statements = new Map(counted.flatMap((decision) => decision.statements).map((one) => [JSON.stringify(one), one]));
  const boundary = boundaryDetail(decisions);
  const named = resources.length > 1 || resources[0] !== '*';
  return {
    EvalActionName: action,
    EvalResourceName: resources.length === 1 ? resources[0] : nameOfSeveral(action, resources),
    EvalDecision: verdict,
    MatchedStatements: [...statements.values()],
    MissingContextValues: decisions.some((decision) => decision.verdict === 'implicitDeny') ? unknown : [],
    ...(inOrganization && { OrganizationsDecisionDetail: { AllowedByOrganizations: true } }),
    ...boundary,
    ...(named && {
      EvalDecisionDetails: detailsOf(decisions),
      ResourceSpecificResults: decisions.map((decision, i) => specific(resources[i] as string, decision, unknown)),
    }),
  };
}

const specific = (resource: string, decision: SimulatedDecision, unknown: readonly string[]): ResourceSpecificResult => ({
  EvalResourceName: resource,
  EvalResourceDecision: decision.verdict,
  ...(decision.statements.length > 0 && { MatchedStatements: decision.statements }),
  ...(decision.verdict === 'implicitDeny' && unknown.length > 0 && { MissingContextValues: unknown }),
  ...(decision.details && { EvalDecisionDetails: decision.details }),
  ...boundaryDetail([decision]),
});

const boundaryDetail = (decisions: readonly SimulatedDecision[]) =>
  decisions.some(({ inBoundary }) => inBoundary !== undefined) && {
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decisions.every(({ inBoundary }) => inBoundary) },
  };

function detailsOf(decisions: readonly SimulatedDecision[]): NonNullable<SimulatedDecision['details']> {
  const layers = new Set(decisions.flatMap(({ details }) => Object.keys(details ?? {})));
  const strict = (layer: string) => strictest(decisions.flatMap(({ details }) => details?.[layer] ?? []));
  return Object.fromEntries([...layers].map((layer) => [layer, strict(layer)]));
}

/** aws: pages count actions, and a marker is good for others too — recorded, radkawar/stackd iam/simulation.json, pagination_changed_… */
function pageOf({ ActionNames: actions, Marker: marker, MaxItems: most = DEFAULT_ITEMS }: Input) {
  const text = marker === undefined ? '0' : Buffer.from(marker, 'base64').toString();
  if (!/^\d{1,9}$/.test(text)) throw simulatedMarkerInvalid();
  const end = Number(text) + most;
  const more =
    end < actions.length ? { IsTruncated: true, Marker: Buffer.from(String(end)).toString('base64') } : { IsTruncated: false };
  return { actions: actions.slice(Number(text), end), more };
}
