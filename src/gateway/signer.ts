import { type Claim, claimOf, keyError, SignatureError, signatureError } from '#auth';
import type { Access } from '#core';
import { type Authorizer, authorizer } from './authorizer.ts';
import { globalConditions } from './condition-context.ts';
import type { Received } from './context.ts';
import type { Signer } from './ports.ts';
import { holderOf } from './steps/authenticate.ts';
import { entryOf } from './steps/identify-operation.ts';

/** A path of ours has no service whose words it could use: JSON's are the plainest. */
const FAMILY = 'json';

/** Who signed a request for a path of our own. The signature covers method, path and host, so for which service it was made says nothing more. */
export function signerOf(request: Received, body: Uint8Array): Signer {
  const claim = claimed(request);
  const { caller, expiresAt } = holderOf(request, claim, FAMILY, body);
  const { parts } = request;
  const scope = { partition: parts.partition, account: caller.account, region: claim.region };
  const conditions = globalConditions(request, caller, scope.region);
  const accessesOf = (name: string, operation: string, input: object): [Authorizer, Access][] => {
    const served = parts.directory.byName(name);
    if (!served) throw new Error(`no service ${name} is served`);
    const judge = authorizer(parts.policies, served.service, operation, caller, scope, conditions);
    const asked = entryOf(served, operation).entry.access(input as never, scope, caller);
    const accesses = asked === 'open' ? [] : Array.isArray(asked) ? (asked as readonly Access[]) : [asked as Access];
    return accesses.map((access) => [judge, access]);
  };
  return {
    caller,
    scope,
    ...(expiresAt && { expiresAt }),
    holds: () => {
      const credential = parts.credentials.find(claim.accessKeyId, claim.sessionToken);
      return typeof credential !== 'string' && (expiresAt === undefined || expiresAt.getTime() > parts.clock.millis());
    },
    may: (...question) => accessesOf(...question).every(([judge, access]) => judge.may(access)),
    mayAnywhere: (...question) => accessesOf(...question).every(([judge, access]) => judge.mayAnywhere(access)),
    require: (...question) => {
      for (const [judge, access] of accessesOf(...question)) judge.require(access);
    },
  };
}

function claimed(request: Received): Exclude<Claim, { version: 'AWS' }> {
  try {
    const claim = claimOf(request);
    if (claim?.version === 'AWS') throw new SignatureError({ kind: 'algorithm', given: claim.version });
    if (claim) return claim;
  } catch (thrown) {
    if (thrown instanceof SignatureError) throw signatureError(FAMILY, thrown.problem);
    throw thrown;
  }
  throw keyError(FAMILY, 'missing', '');
}
