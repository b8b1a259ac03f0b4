import { awsPrincipalsOf, renamedPrincipals } from '#auth';
import type { Scope } from '#core';
import type { BucketRow, BucketSettings } from './bucket-store.ts';
import { malformedPolicy } from './errors.ts';
import type { Principals } from './ports.ts';

/*
 * aws: a bucket's policy means the user or role that was there when it was written: its unique id stands for the ARN once it is gone, and such
 * an id cannot be written again; who does not exist is refused — AWS re:Post, "invalid principal in policy error" of S3; IAM user guide, "AWS JSON
 * policy elements: Principal". Whole accounts are believed: which there are on AWS is not known here, and those of others get nothing here.
 */

const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]+$/;
const OTHERS =
  /^(?:\*|\d{12}|arn:[^:]+:iam::\d{12}:root|arn:[^:]+:iam::cloudfront:user\/.+|arn:[^:]+:sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/;

const invalidPrincipal = () => malformedPolicy('Invalid principal in policy');

/** A new policy with ARNs for unique ids, what these ARNs mean, and the policy as it will hold. Refuses whom nobody knows. */
export function pinned(
  policy: string,
  { partition, account }: Pick<Scope, 'partition' | 'account'>,
  principals: Principals,
): { readonly [K in 'policy' | 'policyPins' | 'policyInForce']: BucketSettings[K] | undefined } {
  const policyPins: Record<string, string> = {};
  const names = new Map<string, string>();
  for (const named of awsPrincipalsOf(policy)) {
    if (OTHERS.test(named)) continue;
    const arn = UNIQUE_ID.test(named) ? principals.arnOfId(partition, account, named) : named;
    const id = arn === undefined ? undefined : principals.uniqueId(partition, arn);
    if (arn === undefined || id === undefined || id === 'no entity') throw invalidPrincipal();
    policyPins[arn] = id;
    if (arn !== named) names.set(named, arn);
  }
  const told = renamedPrincipals(policy, names);
  const ids = Object.entries(policyPins);
  if (ids.length === 0) return { policy: told, policyPins: undefined, policyInForce: undefined };
  return { policy: told, policyPins, policyInForce: renamedPrincipals(told, new Map(ids)) };
}

/** A bucket's policy as it is told: with the ids of those who are gone. */
export function toldPolicy(
  { settings: { policy, policyPins } }: Pick<BucketRow, 'settings'>,
  { partition }: Pick<Scope, 'partition'>,
  principals: Principals,
): string | undefined {
  if (policy === undefined || policyPins === undefined) return policy;
  const gone = Object.entries(policyPins).filter(([arn, id]) => principals.uniqueId(partition, arn) !== id);
  return renamedPrincipals(policy, new Map(gone));
}
