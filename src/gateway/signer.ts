import { type Claim, claimOf, keyError, SignatureError, signatureError } from '#auth';
import { authorizer } from './authorizer.ts';
import { globalConditions } from './condition-context.ts';
import type { Received } from './context.ts';
import type { Signer } from './ports.ts';
import { holderOf } from './steps/authenticate.ts';

/** A path of ours has no service whose words it could use: JSON's are the plainest. */
const FAMILY = 'json';

/** Who signed a request for a path of our own. The signature covers method, path and host, so for which service it was made says nothing more. */
export function signerOf(request: Received, body: Uint8Array): Signer {
  const claim = claimed(request);
  const { caller, expiresAt } = holderOf(request, claim, FAMILY, body);
  const { parts } = request;
  const scope = { partition: parts.partition, account: caller.account, region: claim.region };
  return {
    caller,
    scope,
    ...(expiresAt && { expiresAt }),
    may: (access) => {
      const served = parts.directory.byPrefix(access.action.slice(0, access.action.indexOf(':')));
      if (!served) return false;
      const operation = access.action.slice(served.service.prefix.length + 1);
      const conditions = () => globalConditions(request, caller, scope.region);
      return authorizer(parts.policies, served.service, operation, caller, scope, conditions).may(access);
    },
  };
}

function claimed(request: Received): Claim {
  try {
    const claim = claimOf(request);
    if (claim) return claim;
  } catch (thrown) {
    if (thrown instanceof SignatureError) throw signatureError(FAMILY, thrown.problem);
    throw thrown;
  }
  throw keyError(FAMILY, 'missing', '');
}
