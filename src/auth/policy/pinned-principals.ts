import { awsPrincipalsOf, renamedPrincipals } from './named-principals.ts';

/*
 * aws: a resource's policy means the user or role that was there when it was written: its unique id stands for the ARN once it is gone, and such
 * an id cannot be written again; who does not exist is refused — IAM user guide, "AWS JSON policy elements: Principal". Whole accounts are
 * believed: which there are on AWS is not known here, and those of others get nothing here.
 */

/** Users and roles as IAM knows them. */
export interface PrincipalIds {
  /** The unique id of the user or role of an ARN; undefined where there is none, `no entity` where the ARN is of something else. */
  uniqueId(partition: string, arn: string): string | undefined | 'no entity';
  /** The ARN of an account's user or role by its unique id. */
  arnOfId(partition: string, account: string, id: string): string | undefined;
}

/** A policy of a resource, as rows keep it. */
export interface PinnedPolicy {
  /** With ARNs for unique ids. */
  readonly policy?: string | undefined;
  /** What its ARNs of users and roles mean: unique ids. */
  readonly policyPins?: Readonly<Record<string, string>> | undefined;
  /** The policy as it holds, where that is not as it is written: by those ids. */
  readonly policyInForce?: string | undefined;
}

const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]+$/;
const OTHERS =
  /^(?:\*|\d{12}|arn:[^:]+:iam::\d{12}:root|arn:[^:]+:iam::cloudfront:user\/.+|arn:[^:]+:sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/;

/** A new policy of a resource of this account, its principals looked up; undefined where it names somebody whom nobody knows. */
export function pinnedPolicy(
  policy: string,
  { partition, account }: { readonly partition: string; readonly account: string },
  principals: PrincipalIds,
): Required<PinnedPolicy> | undefined {
  const pins: Record<string, string> = {};
  const names = new Map<string, string>();
  for (const named of awsPrincipalsOf(policy)) {
    if (OTHERS.test(named)) continue;
    const arn = UNIQUE_ID.test(named) ? principals.arnOfId(partition, account, named) : named;
    const id = arn === undefined ? undefined : principals.uniqueId(partition, arn);
    if (arn === undefined || id === undefined || id === 'no entity') return undefined;
    pins[arn] = id;
    if (arn !== named) names.set(named, arn);
  }
  const told = renamedPrincipals(policy, names);
  const ids = Object.entries(pins);
  if (ids.length === 0) return { policy: told, policyPins: undefined, policyInForce: undefined };
  return { policy: told, policyPins: pins, policyInForce: renamedPrincipals(told, new Map(ids)) };
}

/** A policy as it is told: with the ids of those who are gone. */
export function toldPolicy(
  { policy, policyPins }: PinnedPolicy,
  { partition }: { readonly partition: string },
  principals: PrincipalIds,
): string | undefined {
  if (policy === undefined || policyPins === undefined) return policy;
  const gone = Object.entries(policyPins).filter(([arn, id]) => principals.uniqueId(partition, arn) !== id);
  return renamedPrincipals(policy, new Map(gone));
}
