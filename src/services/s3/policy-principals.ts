import { awsPrincipalsOf, type PinnedPolicy, type PrincipalIds, pinnedPolicy, renamedPrincipals } from '#auth';
import type { Scope } from '#core';
import { malformedPolicy } from './errors.ts';

/** A bucket's new policy, its principals looked up. — the sentence: AWS re:Post, "invalid principal in policy error" of S3 */
export function pinned(policy: string, where: Scope, principals: PrincipalIds): Required<PinnedPolicy> {
  const found = pinnedPolicy(withAccounts(policy, where), where, principals);
  if (!found) throw malformedPolicy('Invalid principal in policy');
  return found;
}

/** aws: an account's id is kept as the ARN of its root — recorded, radkawar/stackd s3/public_access_replay.json */
function withAccounts(policy: string, { partition }: Scope): string {
  const ids = awsPrincipalsOf(policy).filter((named) => /^\d{12}$/.test(named));
  return renamedPrincipals(policy, new Map(ids.map((id) => [id, `arn:${partition}:iam::${id}:root`])));
}
