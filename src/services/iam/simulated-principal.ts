import { type Call, type Caller, parseArn } from '#core';
import type { IamDeps } from './deps.ts';
import { type EntityKind, find } from './entities.ts';
import { foreignPolicySource, invalidArn, unclearEntityArn } from './errors.ts';
import { defaultDocument, findPolicy } from './managed-policies.ts';
import { inputBoundary, inputPolicies, type Simulated, type SimulatedPolicy, simulatedUser } from './simulation.ts';
import type { EntityRow, RoleRow, UserRow } from './store.ts';

interface Input {
  readonly PolicySourceArn: string;
  readonly PolicyInputList?: readonly string[] | undefined;
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly CallerArn?: string | undefined;
}

interface Source {
  readonly kind: EntityKind;
  readonly row: EntityRow | UserRow | RoleRow;
}

/** The user, group or role whose policies are tried. */
function sourceOf(arn: string, call: Call, deps: IamDeps): Source {
  const { service, account = '', resource = '' } = parseArn(arn) ?? {};
  const [kind, ...path] = resource.split('/');
  const name = path.at(-1) ?? '';
  if (service === 'sts' && kind === 'assumed-role') throw unclearEntityArn(arn);
  if (service !== 'iam' || (kind !== 'user' && kind !== 'role' && kind !== 'group')) throw invalidArn(arn);
  if (account !== call.scope.account) throw foreignPolicySource(call.scope.account, account);
  return { kind, row: find(kind, name, call, deps) };
}

/** aws: `user_eve_rights`, `group_…`, `role_…`: inline policies have their owner in the name — recorded, radkawar/stackd iam/simulation.json */
function documentsOf(kind: EntityKind, row: EntityRow, call: Call, { store }: IamDeps): SimulatedPolicy[] {
  const attached = row.attached.flatMap((arn) => {
    const policy = findPolicy(store, call.scope, arn);
    const document = policy && defaultDocument(policy);
    return policy && document !== undefined ? [{ id: policy.row.name, document }] : [];
  });
  return [
    ...Object.entries(row.inline).map(([name, document]) => ({ id: `${kind}_${row.name}_${name}`, document })),
    ...attached,
  ];
}

/** The policies of a user (with those of his groups), group or role. */
export function principalDocuments(arn: string, call: Call, deps: IamDeps): SimulatedPolicy[] {
  const { kind, row } = sourceOf(arn, call, deps);
  const groups = 'groups' in row ? row.groups.map((name) => find('group', name, call, deps)) : [];
  return [...documentsOf(kind, row, call, deps), ...groups.flatMap((group) => documentsOf('group', group, call, deps))];
}

/**
 * Who calls: the user or role of an ARN as every request knows him, with his id and his tags; of a role some session, which has no name. A
 * group stands for a member of whom nothing is known.
 */
function callerOf(arn: string, call: Call, { store }: IamDeps): Caller {
  const known = simulatedUser(arn);
  const [kind, ...path] = (parseArn(arn)?.resource ?? '').split('/');
  const name = path.at(-1) ?? '';
  const rows = store.in(call.scope);
  const row = kind === 'user' ? rows.users.get(name) : kind === 'role' ? rows.roles.get(name) : undefined;
  if (!row || known.account !== call.scope.account) return known;
  const tags = Object.fromEntries(row.tags.map(({ Key, Value }) => [Key, Value]));
  if (kind === 'role') return { ...known, kind: 'role', roleArn: arn, userId: `${row.id}:`, tags };
  return { ...known, userId: row.id, userName: row.name, tags };
}

/** The boundary of the request, or else the principal's own; one that is gone allows nothing. */
function boundaryOf(input: Input, call: Call, deps: IamDeps): readonly SimulatedPolicy[] | undefined {
  if (input.PermissionsBoundaryPolicyInputList) return inputBoundary(input.PermissionsBoundaryPolicyInputList);
  const { row } = sourceOf(input.PolicySourceArn, call, deps);
  const arn = 'boundary' in row ? row.boundary : undefined;
  if (arn === undefined) return undefined;
  const policy = findPolicy(deps.store, call.scope, arn);
  const document = policy && defaultDocument(policy);
  return policy && document !== undefined ? [{ id: policy.row.name, document }] : [];
}

export function principalPolicies(input: Input, call: Call, deps: IamDeps): Simulated {
  const own = principalDocuments(input.PolicySourceArn, call, deps);
  const boundary = boundaryOf(input, call, deps);
  return {
    caller: callerOf(input.CallerArn ?? input.PolicySourceArn, call, deps),
    identity: [...own, ...inputPolicies(input.PolicyInputList)],
    ...(boundary && { boundary }),
    inOrganization: true,
  };
}
