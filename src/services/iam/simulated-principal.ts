import { type Call, type Caller, parseArn } from '#core';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';
import { foreignPolicySource, invalidArn, unclearEntityArn } from './errors.ts';
import { defaultDocument, findPolicy } from './managed-policies.ts';
import { inputPolicies, type Simulated, type SimulatedPolicy, simulatedUser } from './simulation.ts';
import type { EntityRow, RoleRow, UserRow } from './store.ts';

interface Input {
  readonly PolicySourceArn: string;
  readonly PolicyInputList?: readonly string[] | undefined;
  readonly PermissionsBoundaryPolicyInputList?: readonly string[] | undefined;
  readonly CallerArn?: string | undefined;
}

type Source = EntityRow | UserRow | RoleRow;

/** The user, group or role whose policies are tried. */
function sourceOf(arn: string, call: Call, deps: IamDeps): Source {
  const { service, account = '', resource = '' } = parseArn(arn) ?? {};
  const [kind, ...path] = resource.split('/');
  const name = path.at(-1) ?? '';
  if (service === 'sts' && kind === 'assumed-role') throw unclearEntityArn(arn);
  if (service !== 'iam' || (kind !== 'user' && kind !== 'role' && kind !== 'group')) throw invalidArn(arn);
  if (account !== call.scope.account) throw foreignPolicySource(call.scope.account, account);
  return find(kind, name, call, deps);
}

function documentsOf(row: EntityRow, call: Call, { store }: IamDeps): SimulatedPolicy[] {
  const attached = row.attached.flatMap((arn) => {
    const policy = findPolicy(store, call.scope, arn);
    const document = policy && defaultDocument(policy);
    return policy && document !== undefined ? [{ id: policy.row.name, document }] : [];
  });
  return [...Object.entries(row.inline).map(([id, document]) => ({ id, document })), ...attached];
}

/** The policies of a user (with those of his groups), group or role. */
export function principalDocuments(arn: string, call: Call, deps: IamDeps): SimulatedPolicy[] {
  const row = sourceOf(arn, call, deps);
  const groups = 'groups' in row ? row.groups.map((name) => find('group', name, call, deps)) : [];
  return [row, ...groups].flatMap((entity) => documentsOf(entity, call, deps));
}

/**
 * Who calls: the user or role of an ARN as every request knows him, with his id and his tags; of a role some session, which has no name. A
 * group stands for a member of whom nothing is known.
 */
function callerOf(arn: string, call: Call, { store }: IamDeps): Caller {
  const { userName: name = '', ...known } = simulatedUser(arn);
  const kind = parseArn(arn)?.resource.split('/')[0];
  const rows = store.in(call.scope);
  const row = kind === 'user' ? rows.users.get(name) : kind === 'role' ? rows.roles.get(name) : undefined;
  if (!row || known.account !== call.scope.account) return kind === 'user' ? { ...known, userName: name } : known;
  const tags = Object.fromEntries(row.tags.map(({ Key, Value }) => [Key, Value]));
  if (kind === 'role') return { ...known, kind: 'role', roleArn: arn, userId: `${row.id}:`, tags };
  return { ...known, userId: row.id, userName: row.name, tags };
}

export function principalPolicies(input: Input, call: Call, deps: IamDeps): Simulated {
  const row = sourceOf(input.PolicySourceArn, call, deps);
  const boundaryArn = 'boundary' in row ? row.boundary : undefined;
  const policy = boundaryArn === undefined ? undefined : findPolicy(deps.store, call.scope, boundaryArn);
  const own = policy && defaultDocument(policy);
  const boundary =
    input.PermissionsBoundaryPolicyInputList ?? (boundaryArn === undefined ? undefined : own === undefined ? [] : [own]);
  return {
    caller: callerOf(input.CallerArn ?? input.PolicySourceArn, call, deps),
    identity: [...principalDocuments(input.PolicySourceArn, call, deps), ...inputPolicies(input.PolicyInputList)],
    ...(boundary === undefined ? {} : { boundary }),
  };
}
