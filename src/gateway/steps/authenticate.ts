import {
  ALLOWED_SKEW,
  type Claim,
  checkClaimOfVersion2,
  checkRegionOfVersion2,
  keyError,
  SignatureError,
  type SignatureFamily,
  signatureError,
  type VerifiedSignature,
  verifySignature,
  verifyVersion2,
} from '#auth';
import type { Caller } from '#core';
import type { Authenticated, Identified, Named, Received, WithBody } from '../context.ts';
import { ANONYMOUS, formAuthenticated } from '../form.ts';

/** Who calls: the holder of the key the request was signed with, or nobody where the operation is open to nobody. */
export function authenticate(request: Received & Identified & WithBody & Named): Authenticated {
  const { served, claim, form, bucketOfHost } = request;
  if (form) return formAuthenticated(request, form);
  if (!claim) {
    if (!mayBeAnonymous(request)) throw keyError(served.family, 'missing', '');
    return { caller: ANONYMOUS, signature: undefined };
  }
  const { caller, signature } = holderOf(
    request,
    claim,
    served.family,
    request.rawStream ? undefined : request.body,
    bucketOfHost,
  );
  return { caller, signature };
}

/** Whose key it is that a request was signed with; refuses in the family's words. Without a body its declared digest is believed. */
export function holderOf(
  request: Received,
  claim: Claim,
  family: SignatureFamily,
  body: Uint8Array | undefined,
  bucketOfHost?: string,
): { caller: Caller; signature: VerifiedSignature | undefined; expiresAt: Date | undefined } {
  const { parts } = request;
  if (claim.version === 'AWS') {
    checkRegionOfVersion2(claim.region ?? parts.region);
    checkClaimOfVersion2(claim);
  }
  const credential = parts.credentials.find(claim.accessKeyId, claim.sessionToken);
  if (typeof credential === 'string') throw keyError(family, credential, claim.accessKeyId);
  const now = parts.clock.millis();
  try {
    const { caller, expiresAt, secretAccessKey } = credential;
    const options = { secretAccessKey, now, allowedSkew: ALLOWED_SKEW[family], signingKeys: parts.signingKeys };
    const signature =
      claim.version === 'AWS'
        ? verifyVersion2(request, claim, bucketOfHost, options)
        : verifySignature(request, claim, body, options);
    if (expiresAt !== undefined && expiresAt.getTime() <= now) throw keyError(family, 'expired', claim.accessKeyId);
    return { caller, signature, expiresAt };
  } catch (thrown) {
    if (thrown instanceof SignatureError) throw signatureError(family, thrown.problem, claim.accessKeyId);
    throw thrown;
  }
}

/** S3 leaves it to bucket policies; the others to their models, such as AssumeRoleWithWebIdentity. */
function mayBeAnonymous({ served, operation }: Identified & Named): boolean {
  if (served.family === 's3') return true;
  const contract = served.service.model.operations[operation];
  return contract?.authtype === 'none' || contract?.auth?.includes('smithy.api#noAuth') === true;
}
