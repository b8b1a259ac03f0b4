export { accountOfAccessKeyId, newAccessKeyId } from './access-key-id.ts';
export { type Claim, claimOf } from './claim.ts';
export {
  awsPrincipalsOf,
  type Conditions,
  checkIdentityPolicy,
  checkSessionPolicy,
  checkTrustPolicy,
  compilePolicy,
  conditionsIn,
  contextKeysOf,
  type Decision,
  evaluate,
  grantedServices,
  invalidEffect,
  isPublicPolicy,
  loosened,
  type PinnedPolicy,
  type Policy,
  PolicyError,
  type PolicyRequest,
  type PolicySet,
  type PolicyType,
  type PrincipalIds,
  pinnedPolicy,
  renamedPrincipals,
  resourceVerdictOf,
  toldPolicy,
  verdictOf,
} from './policy/index.ts';
export { openSession, type Session, sealSession } from './session-token.ts';
export { checkClaimOfVersion2, checkRegionOfVersion2, verifyVersion2 } from './sigv2/verify.ts';
export { announcedTrailersOf, trailersOf, verifiedBody } from './sigv4/body.ts';
export { type SigningKeys, signingKeys } from './sigv4/canonical.ts';
export { millisOf, SignatureError, type SignatureProblem, type SignedRequest } from './sigv4/claim.ts';
export { ALLOWED_SKEW, type KeyProblem, keyError, type SignatureFamily, signatureError } from './sigv4/errors.ts';
export { type FormClaim, type FormFields, formClaim, formKey, type SizeRange, verifyForm } from './sigv4/post-policy.ts';
export { presign, type SigningCredentials, type SigningScope, signHeaders } from './sigv4/sign.ts';
export { type VerifiedSignature, verifySignature } from './sigv4/verify.ts';
export { totpCode, totpMatch, totpStep } from './totp.ts';
