import type { PolicyGrantingServiceAccess } from '#api/iam';
import { type Call, parseArn } from '#core';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';
import { invalidArn } from './errors.ts';
import { defaultDocument, findPolicy } from './managed-policies.ts';
import type { EntityRow, RoleRow, UserRow } from './store.ts';

export interface Granting {
  /** As ListPoliciesGrantingServiceAccess shows it. */
  readonly shown: PolicyGrantingServiceAccess;
  readonly document: string;
}

interface Holder {
  readonly kind: 'user' | 'role' | 'group';
  readonly row: EntityRow;
}

const KINDS = { user: 'USER', role: 'ROLE', group: 'GROUP' } as const;

/** The user, role or group of an ARN; undefined where it is of something else. */
export function entityOfArn(arn: string, call: Call, deps: IamDeps): Holder | undefined {
  const parsed = parseArn(arn);
  const [kind, ...path] = parsed?.resource.split('/') ?? [];
  if (kind !== 'user' && kind !== 'role' && kind !== 'group') return undefined;
  if (parsed?.service !== 'iam' || parsed.account !== call.scope.account) throw invalidArn(arn);
  return { kind, row: find(kind, path.at(-1) ?? '', call, deps) };
}

/** Every policy that gives somebody permissions: his own, those attached to him, and his groups'. */
export function grantingPolicies({ kind, row }: Holder, call: Call, deps: IamDeps): Granting[] {
  const groups = 'groups' in row ? (row as UserRow).groups.map((name) => find('group', name, call, deps)) : [];
  return [{ kind, row } as Holder, ...groups.map((group): Holder => ({ kind: 'group', row: group }))].flatMap((holder) => [
    ...Object.entries(holder.row.inline).map(([name, document]) => ({
      shown: {
        PolicyName: name,
        PolicyType: 'INLINE' as const,
        EntityType: KINDS[holder.kind],
        EntityName: holder.row.name,
      },
      document,
    })),
    ...holder.row.attached.flatMap((arn) => managed(arn, call, deps)),
  ]);
}

export function managed(arn: string, { scope }: Call, { store }: IamDeps): Granting[] {
  const policy = findPolicy(store, scope, arn);
  const document = policy && defaultDocument(policy);
  if (!policy || document === undefined) return [];
  return [{ shown: { PolicyName: policy.row.name, PolicyType: 'MANAGED', PolicyArn: arn }, document }];
}

/** Users and roles whom a policy, attached to them or to their groups, gives permissions. */
export function holdersOf(arn: string, call: Call, { store }: IamDeps): Holder[] {
  const { users, roles, groups } = store.in(call.scope);
  const of = new Set(
    groups
      .list()
      .filter((group) => group.attached.includes(arn))
      .map((group) => group.name),
  );
  const has = (row: UserRow | RoleRow) =>
    row.attached.includes(arn) || ('groups' in row && row.groups.some((name) => of.has(name)));
  return [
    ...users
      .list()
      .filter(has)
      .map((row): Holder => ({ kind: 'user', row })),
    ...roles
      .list()
      .filter(has)
      .map((row): Holder => ({ kind: 'role', row })),
  ];
}

export const membersOf = (group: string, call: Call, { store }: IamDeps): Holder[] =>
  store
    .in(call.scope)
    .users.list()
    .filter((user) => user.groups.includes(group))
    .map((row) => ({ kind: 'user', row }));
