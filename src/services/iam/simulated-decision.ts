import type { Statement, PolicyEvaluationDecisionType as Verdict } from '#api/iam';
import { type Policy, type PolicyRequest, resourceVerdictOf, verdictOf } from '#auth';
import { statementPlaces } from './statement-places.ts';

/* What the policies of a simulation say to one action on one resource. */

type Layer = 'IAM Policy' | 'Permissions Boundary Policy' | 'Resource Policy';

/** A policy, compiled, with what MatchedStatements calls it. */
export interface Voter {
  readonly id: string;
  readonly document: string;
  readonly policy: Policy;
}

export interface Voters {
  readonly identity: readonly Voter[];
  readonly boundary?: readonly Voter[] | undefined;
  readonly resource?: Voter | undefined;
}

export interface SimulatedDecision {
  readonly verdict: Verdict;
  readonly statements: readonly Statement[];
  readonly inBoundary?: boolean;
  /** Of a resource of another account, what each kind of policies says. */
  readonly details?: Readonly<Record<string, Verdict>>;
}

type Asked = typeof verdictOf;

const ranks: readonly Verdict[] = ['explicitDeny', 'implicitDeny', 'allowed'];
/** The strictest of some decisions. */
export const strictest = (verdicts: readonly Verdict[]): Verdict =>
  ranks.find((verdict) => verdicts.includes(verdict)) ?? 'allowed';

function verdictAmong(voters: readonly Voter[], asked: Asked, request: PolicyRequest): Verdict {
  const said = voters.map(({ policy }) => asked(policy, request));
  return said.includes('deny') ? 'explicitDeny' : said.includes('allow') ? 'allowed' : 'implicitDeny';
}

/** aws: the statements that decide; where one denies, no others — model, EvaluationResult.MatchedStatements */
const matched = (voters: readonly Voter[], layer: Layer, asked: Asked, request: PolicyRequest, wanted: string): Statement[] =>
  voters.flatMap(({ id, document, policy }) => {
    const places = statementPlaces(document);
    return policy.statements.flatMap((statement, i) =>
      asked({ statements: [statement] }, request) === wanted
        ? [{ SourcePolicyId: id, SourcePolicyType: layer as string as 'user', ...places[i] }]
        : [],
    );
  });

/**
 * aws: in one account the resource's policy may allow alone, also what it grants to the account's root or what the boundary does not allow;
 * across accounts all must allow. Without a resource's policy nobody asks whose the resource is.
 * — recorded, radkawar/stackd testdata/aws/iam/simulation.json, cases composition_…; simulation_inputs.json, input_resource_format_4
 */
export function simulatedDecision(request: PolicyRequest, voters: Voters): SimulatedDecision {
  const resource = voters.resource ? [voters.resource] : [];
  const byIdentity = verdictAmong(voters.identity, verdictOf, request);
  const byBoundary = voters.boundary && verdictAmong(voters.boundary, verdictOf, request);
  const byResource = verdictAmong(resource, resourceVerdictOf, request);
  const across = voters.resource !== undefined && request.resourceAccount !== request.caller.account;

  const own = strictest([byIdentity, byBoundary ?? 'allowed']);
  const denied = own === 'explicitDeny' || byResource === 'explicitDeny';
  const allowed = across ? own === 'allowed' && byResource === 'allowed' : own === 'allowed' || byResource === 'allowed';
  const verdict = denied ? 'explicitDeny' : allowed ? 'allowed' : 'implicitDeny';
  const wanted = denied ? 'deny' : allowed ? 'allow' : 'nothing';
  return {
    verdict,
    statements: [
      ...matched(voters.identity, 'IAM Policy', verdictOf, request, wanted),
      ...matched(resource, 'Resource Policy', resourceVerdictOf, request, wanted),
      ...(denied ? matched(voters.boundary ?? [], 'Permissions Boundary Policy', verdictOf, request, wanted) : []),
    ],
    ...(byBoundary && { inBoundary: byBoundary === 'allowed' }),
    ...(across && {
      details: {
        'IAM Policy': byIdentity,
        'Resource Policy': byResource,
        ...(byBoundary && { 'Permissions Boundary Policy': byBoundary }),
      },
    }),
  };
}
