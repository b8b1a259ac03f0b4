import { type Call, parseArn } from '#core';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';
import { invalidArn } from './errors.ts';
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
  const [kind, ...path] = parseArn(arn)?.resource.split('/') ?? [];
  const name = path.at(-1) ?? '';
  if (kind !== 'user' && kind !== 'role' && kind !== 'group') throw invalidArn(arn);
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

export function principalPolicies(input: Input, call: Call, deps: IamDeps): Simulated {
  const row = sourceOf(input.PolicySourceArn, call, deps);
  const boundaryArn = 'boundary' in row ? row.boundary : undefined;
  const policy = boundaryArn === undefined ? undefined : findPolicy(deps.store, call.scope, boundaryArn);
  const own = policy && defaultDocument(policy);
  const boundary =
    input.PermissionsBoundaryPolicyInputList ?? (boundaryArn === undefined ? undefined : own === undefined ? [] : [own]);
  return {
    caller: simulatedUser(input.CallerArn ?? input.PolicySourceArn),
    identity: [...principalDocuments(input.PolicySourceArn, call, deps), ...inputPolicies(input.PolicyInputList)],
    ...(boundary === undefined ? {} : { boundary }),
  };
}
