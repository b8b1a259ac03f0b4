import { type Conditions, compilePolicy, evaluate, loosened, type Policy, type PolicySet } from '#auth';
import type { Access, Caller, Denial, Scope, Service } from '#core';
import { accessDenied } from './access-denied.ts';
import type { CallerPolicies, Policies } from './ports.ts';

/** Answers for one caller in one request. */
export interface Authorizer {
  /** Throws the service's access-denied error at the first access that is not allowed. */
  require(access: Access | readonly Access[] | 'open'): void;
  may(access: Access): boolean;
  /** Whether the action could be allowed on some resource: for what has no name yet. */
  mayAnywhere(access: Access): boolean;
}

export function authorizer(
  policies: Policies,
  service: Service,
  operation: string,
  caller: Caller,
  scope: Scope,
  conditions: Conditions,
): Authorizer {
  let own: CallerPolicies | undefined;

  const denialOf = (access: Access, as = (policies: PolicySet) => policies): Denial | undefined => {
    const { resource } = access;
    const document = service.resourcePolicy?.(resource, scope);
    const resourceAccount = access.resourceAccount ?? scope.account;
    // root may do in its own account what no resource policy denies it: nothing needs to be worked out to see that
    if (caller.kind === 'root' && document === undefined && resourceAccount === caller.account) return undefined;
    own ??= policies.of(caller);
    const action = access.action ?? `${service.prefix}:${operation}`;
    const decision = evaluate(
      {
        action,
        resource,
        caller,
        resourceAccount,
        context: (key) =>
          ownCondition(access.context, key) ?? (key === 'aws:resourceaccount' ? resourceAccount : conditions(key)),
      },
      as(document === undefined ? own : { ...own, resource: compiled(document) }),
    );
    if (decision.allowed) return undefined;
    const { explicit, policyType } = decision;
    return { caller, operation, action, resource: access.told ?? resource, explicit, policyType };
  };

  return {
    require: (access) => {
      if (access === 'open') return;
      for (const each of Array.isArray(access) ? (access as readonly Access[]) : [access as Access]) {
        const denial = denialOf(each);
        if (denial) throw service.accessDenied?.(denial) ?? accessDenied(service, denial);
      }
    },
    may: (access) => denialOf(access) === undefined,
    mayAnywhere: (access) => denialOf(access, loosened) === undefined,
  };
}

/** What the operation says of its access besides; the names are written as AWS's documentation has them. */
function ownCondition(context: Access['context'], key: string): string | readonly string[] | undefined {
  for (const name in context) if (name.toLowerCase() === key && context[name] !== undefined) return context[name];
  return undefined;
}

const KEPT = 500;
const documents = new Map<string, Policy>();

/** Resource policies are few and asked for often. */
function compiled(document: string): Policy {
  let policy = documents.get(document);
  if (!policy) {
    policy = compilePolicy(document);
    if (documents.size >= KEPT) documents.clear();
    documents.set(document, policy);
  }
  return policy;
}
