import { boundaryNotAttachable, invalidArn, policyNotAttachable } from './errors.ts';
import type { ManagedPolicy, Usage } from './shapes.ts';
import { type AccountRows, type IamStore, iamArn, type PolicyRow } from './store.ts';

interface Where {
  readonly partition: string;
  readonly account: string;
}

/** `arn:aws:iam::123456789012:policy/<path/><name>` or `arn:aws:iam::aws:policy/…` */
const POLICY_ARN = /^arn:[^:]+:iam::(\d{12}|aws):policy\/(?:.*\/)?([^/]+)$/;

/** Throws where a text is not the ARN of a policy, whether it exists or not. */
export function checkPolicyArn(arn: string): void {
  if (!POLICY_ARN.test(arn)) throw invalidArn(arn);
}

/** The managed policy of an ARN: AWS's, or one of this account. */
export function findPolicy(store: IamStore, where: Where, arn: string): ManagedPolicy | undefined {
  const [, owner, name] = POLICY_ARN.exec(arn) ?? [];
  if (!owner || !name) return undefined;
  if (owner === 'aws') return awsPolicies(store, where.partition).get(arn);
  if (owner !== where.account) return undefined;
  const row = store.in(where).policies.get(name);
  return row && iamArn(where, 'policy', row) === arn ? { arn, aws: false, row } : undefined;
}

export function attachablePolicy(store: IamStore, where: Where, arn: string): ManagedPolicy {
  return attachable(store, where, arn, policyNotAttachable);
}

/** The policy that is to be a permissions boundary. */
export function boundaryPolicy(store: IamStore, where: Where, arn: string): ManagedPolicy {
  return attachable(store, where, arn, boundaryNotAttachable);
}

function attachable(store: IamStore, where: Where, arn: string, refusal: (arn: string) => Error): ManagedPolicy {
  checkPolicyArn(arn);
  const found = findPolicy(store, where, arn);
  if (!found || found.row.attachable === false) throw refusal(arn);
  return found;
}

const byPartition = new WeakMap<readonly PolicyRow[], Map<string, ReadonlyMap<string, ManagedPolicy>>>();

/** AWS's own policies, by ARN. */
export function awsPolicies(store: IamStore, partition: string): ReadonlyMap<string, ManagedPolicy> {
  const rows = store.awsPolicies();
  const made = byPartition.get(rows) ?? new Map<string, ReadonlyMap<string, ManagedPolicy>>();
  byPartition.set(rows, made);
  let known = made.get(partition);
  if (!known) {
    const policies = rows.map((row): ManagedPolicy => {
      return { arn: iamArn({ partition, account: 'aws' }, 'policy', row), aws: true, row };
    });
    known = new Map(policies.map((policy) => [policy.arn, policy]));
    made.set(partition, known);
  }
  return known;
}

export const defaultDocument = ({ row }: ManagedPolicy): string | undefined =>
  row.versions.find((version) => version.id === row.defaultVersion)?.document;

/** How often every managed policy is used in an account. */
export function policyUsage(rows: AccountRows): (arn: string) => Usage {
  const attachments = new Map<string, number>();
  const boundaries = new Map<string, number>();
  const count = (map: Map<string, number>, arn: string) => map.set(arn, (map.get(arn) ?? 0) + 1);
  for (const { attached } of [...rows.users.list(), ...rows.roles.list(), ...rows.groups.list()]) {
    for (const arn of attached) count(attachments, arn);
  }
  for (const { boundary } of [...rows.users.list(), ...rows.roles.list()]) if (boundary) count(boundaries, boundary);
  return (arn) => ({ attachments: attachments.get(arn) ?? 0, boundaries: boundaries.get(arn) ?? 0 });
}
