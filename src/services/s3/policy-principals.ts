import { type PinnedPolicy, type PrincipalIds, pinnedPolicy } from '#auth';
import type { Scope } from '#core';
import { malformedPolicy } from './errors.ts';

/** A bucket's new policy, its principals looked up. — the sentence: AWS re:Post, "invalid principal in policy error" of S3 */
export function pinned(policy: string, where: Scope, principals: PrincipalIds): Required<PinnedPolicy> {
  const found = pinnedPolicy(policy, where, principals);
  if (!found) throw malformedPolicy('Invalid principal in policy');
  return found;
}
