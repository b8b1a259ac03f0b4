import { ALLOWED_SKEW, keyError, SignatureError, signatureError, verifySignature } from '#auth';
import type { Caller } from '#core';
import type { Authenticated, Identified, Named, Received, WithBody } from '../context.ts';

const ANONYMOUS: Caller = { kind: 'anonymous', partition: 'aws', account: '', arn: '', userId: 'anonymous' };

/** Who calls: the holder of the key the request was signed with, or nobody where the operation is open to nobody. */
export function authenticate(request: Received & Identified & WithBody & Named): Authenticated {
  const { served, claim, parts } = request;
  if (!claim) {
    if (!mayBeAnonymous(request)) throw keyError(served.family, 'missing', '');
    return { caller: ANONYMOUS, signature: undefined };
  }
  const credential = parts.credentials.find(claim.accessKeyId, claim.sessionToken);
  if (typeof credential === 'string') throw keyError(served.family, credential, claim.accessKeyId);
  const now = parts.clock.millis();
  try {
    const signature = verifySignature(request, claim, request.rawStream ? undefined : request.body, {
      secretAccessKey: credential.secretAccessKey,
      now,
      allowedSkew: ALLOWED_SKEW[served.family],
      signingKeys: parts.signingKeys,
    });
    if (credential.expiresAt !== undefined && credential.expiresAt.getTime() <= now) {
      throw keyError(served.family, 'expired', claim.accessKeyId);
    }
    return { caller: credential.caller, signature };
  } catch (thrown) {
    if (thrown instanceof SignatureError) throw signatureError(served.family, thrown.problem, claim.accessKeyId);
    throw thrown;
  }
}

/** S3 leaves it to bucket policies; the others to their models, such as AssumeRoleWithWebIdentity. */
function mayBeAnonymous({ served, operation }: Identified & Named): boolean {
  if (served.family === 's3') return true;
  const contract = served.service.model.operations[operation];
  return contract?.authtype === 'none' || contract?.auth?.includes('smithy.api#noAuth') === true;
}
