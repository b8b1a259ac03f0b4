import { type ClaimOfVersion2, claimOfVersion2, isVersion2 } from './sigv2/claim.ts';
import { type ClaimOfVersion4, claimOfVersion4, type SignedRequest } from './sigv4/claim.ts';

/** Who signs, by whichever version. */
export type Claim = ClaimOfVersion4 | ClaimOfVersion2;

/** The claim of a request; undefined where it makes none. Throws `SignatureError` where it is not one. */
export const claimOf = (request: SignedRequest): Claim | undefined =>
  isVersion2(request.headers['authorization'], request.query) ? claimOfVersion2(request) : claimOfVersion4(request);
