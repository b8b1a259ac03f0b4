import type { Authenticated, Identified, Received, Scoped } from '../context.ts';

/** Whose rows, and where: the caller's account in the region the signature was made for. */
export function resolveScope({ parts, caller, claim }: Received & Identified & Authenticated): Scoped {
  return {
    scope: {
      partition: parts.partition,
      account: caller.account || parts.account,
      region: claim?.region ?? parts.region,
    },
  };
}
