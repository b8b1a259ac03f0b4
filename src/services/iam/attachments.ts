import type { AttachedPolicy } from '#api/iam';
import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { amendRights, type EntityKind, find } from './entities.ts';
import { policyNotFound, policyOfLinkedRole, quota, unreadableArn } from './errors.ts';
import { LIMITS } from './limits.ts';
import { attachablePolicy, checkPolicyArn } from './managed-policies.ts';
import { byKey, type PageInput, page } from './pages.ts';

/* Attaching managed policies is the same for users, roles and groups. */

const QUOTAS = { user: 'PoliciesPerUser', role: 'PoliciesPerRole', group: 'PoliciesPerGroup' } as const;

interface Arn {
  readonly PolicyArn: string;
}

/** Attaching twice is as attaching once. */
export function attachPolicy(kind: EntityKind, name: string, { PolicyArn }: Arn, call: Call, deps: IamDeps): void {
  amendRights(kind, name, call, deps, ({ attached }) => {
    if (!PolicyArn.startsWith('arn:')) throw unreadableArn();
    const { aws, row } = attachablePolicy(deps.store, call.scope, PolicyArn);
    if (aws && row.path === '/aws-service-role/') throw policyOfLinkedRole();
    if (attached.includes(PolicyArn)) return {};
    if (attached.length >= LIMITS.attachedPolicies) throw quota(QUOTAS[kind], LIMITS.attachedPolicies);
    return { attached: [...attached, PolicyArn] };
  });
}

export function detachPolicy(kind: EntityKind, name: string, { PolicyArn }: Arn, call: Call, deps: IamDeps): void {
  amendRights(kind, name, call, deps, ({ attached }) => {
    checkPolicyArn(PolicyArn);
    if (!attached.includes(PolicyArn)) throw policyNotFound(PolicyArn);
    return { attached: attached.filter((arn) => arn !== PolicyArn) };
  });
}

const arnOf = ({ PolicyArn }: Arn) => PolicyArn;

export function listAttachedPolicies(
  kind: EntityKind,
  name: string,
  input: PageInput & { readonly PathPrefix?: string | undefined },
  call: Call,
  deps: IamDeps,
) {
  const policies = find(kind, name, call, deps)
    .attached.filter((arn) => policyPath(arn).startsWith(input.PathPrefix ?? '/'))
    .map((PolicyArn) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn }) satisfies AttachedPolicy)
    .sort(byKey(arnOf));
  const { items, more } = page(policies, arnOf, input);
  return { AttachedPolicies: items, ...more };
}

/** `/`, or `/a/b/`: the part of a policy's ARN between `:policy` and its name. */
const policyPath = (arn: string): string => arn.slice(arn.indexOf(':policy/') + ':policy'.length, arn.lastIndexOf('/') + 1);
