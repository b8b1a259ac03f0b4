import { stronger } from './principals.ts';
import { questionOf } from './question.ts';
import type { Decision, Policy, PolicyRequest, PolicySet, PolicyType, PrincipalMatch, Question } from './types.ts';

type Answer = 'allow' | 'deny' | 'silent';

function ask(policies: readonly Policy[], question: Question): Answer {
  let answer: Answer = 'silent';
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (answer === 'allow' && statement.effect === 'Allow') continue;
      if (!statement.matches(question)) continue;
      if (statement.effect === 'Deny') return 'deny';
      answer = 'allow';
    }
  }
  return answer;
}

/** What one policy alone says to a request, its principals left aside: for the policy simulator. */
export const verdictOf = (policy: Policy, request: PolicyRequest): 'allow' | 'deny' | 'silent' =>
  ask([policy], questionOf(request));

/** What a resource's policy alone says to a request and its caller: for the policy simulator. */
export const resourceVerdictOf = (policy: Policy, request: PolicyRequest): 'allow' | 'deny' | 'silent' => {
  const grant = askResource(policy, questionOf(request));
  return grant === 'deny' ? 'deny' : grant === 'none' ? 'silent' : 'allow';
};

/**
 * The policies as they speak of whatever resource suits best: what `evaluate` refuses by these, it refuses by the real ones for every
 * resource; what it allows, it may refuse still. Conditions of an Allow are taken to hold, those of a Deny not to.
 */
export const loosened = ({ identity, boundary, session, resource }: PolicySet): PolicySet => ({
  identity: identity.map(loose),
  ...(boundary && { boundary: boundary.map(loose) }),
  ...(session && { session: session.map(loose) }),
  ...(resource && { resource: loose(resource) }),
});

const loose = ({ statements }: Policy): Policy => ({
  statements: statements.map((statement) => ({ ...statement, matches: statement.matchesSome })),
});

/** What a resource policy grants the caller, and how it names him. */
function askResource(policy: Policy | undefined, question: Question): 'deny' | PrincipalMatch {
  let grant: PrincipalMatch = 'none';
  for (const { effect, principal, matches } of policy?.statements ?? []) {
    const named = principal?.(question) ?? 'none';
    if (named === 'none' || !matches(question)) continue;
    if (effect === 'Deny') return 'deny';
    grant = stronger(grant, named);
  }
  return grant;
}

const yes = (policyType: PolicyType): Decision => ({ allowed: true, explicit: false, policyType });
const denied = (policyType: PolicyType): Decision => ({ allowed: false, explicit: true, policyType });
const silent = (policyType: PolicyType): Decision => ({ allowed: false, explicit: false, policyType });

/**
 * AWS's order: an explicit deny anywhere ends it; then, in one account, either the caller's own policies (within boundary and
 * session policies) or the resource's policy must allow; across accounts both must.
 * — developer guide "Policy evaluation logic", "Cross-account policy evaluation logic"
 */
export function evaluate(request: PolicyRequest, policies: PolicySet): Decision {
  const question = questionOf(request);
  const { caller } = request;
  const grant = askResource(policies.resource, question);
  if (grant === 'deny') return denied('resource-based policy');

  // a service principal and the anonymous have no policies of their own: the resource decides
  if (caller.kind === 'service' || caller.kind === 'anonymous') {
    return grant === 'none' ? silent('resource-based policy') : yes('resource-based policy');
  }
  const sameAccount = request.resourceAccount === caller.account;
  const keyMustAllow = policies.resource !== undefined && question.action.startsWith('kms:');
  if (caller.kind === 'root') {
    return (sameAccount && !keyMustAllow) || grant !== 'none' ? yes('identity-based policy') : silent('resource-based policy');
  }

  const identity = ask(policies.identity, question);
  if (identity === 'deny') return denied('identity-based policy');
  const boundary = policies.boundary ? ask(policies.boundary, question) : 'allow';
  if (boundary === 'deny') return denied('permissions boundary');
  const session = policies.session ? ask(policies.session, question) : 'allow';
  if (session === 'deny') return denied('session policy');

  if (sameAccount) {
    if (grant === 'direct') return yes('resource-based policy');
    if (grant === 'role') {
      if (boundary === 'silent') return silent('permissions boundary');
      return session === 'silent' ? silent('session policy') : yes('resource-based policy');
    }
  }
  // aws: a role's trust policy must allow by itself, in any account — developer guide "How IAM roles differ from resource-based policies"
  // aws: nobody may use a KMS key unless its policy says so, not even the account's root — developer guide "Key policies in AWS KMS"
  const resourceMustAllow = !sameAccount || keyMustAllow || isTrust(request);
  if (resourceMustAllow && grant === 'none') return silent('resource-based policy');
  if (identity === 'silent') return silent('identity-based policy');
  if (boundary === 'silent') return silent('permissions boundary');
  return session === 'silent' ? silent('session policy') : yes('identity-based policy');
}

/** Actions that a role's trust policy governs. */
const TRUST = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);
/** A federated user has no trust policy: the tags of his session are a matter of who asks for it. */
const isTrust = ({ action, resource }: PolicyRequest): boolean =>
  TRUST.has(action.toLowerCase()) && !resource.includes(':federated-user/');
