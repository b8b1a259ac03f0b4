import { canonicalRequest, hmacHex, type SigningKeys, sha256, stringToSign } from './canonical.ts';
import { type ClaimOfVersion4, millisOf, SignatureError, type SignedRequest } from './claim.ts';
import { readAsUtf8 } from './header-text.ts';

export interface VerifyOptions {
  readonly secretAccessKey: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds a signature may be older or younger than now. */
  readonly allowedSkew: number;
  readonly signingKeys: SigningKeys;
}

/** What a verified request leaves for its body: how it is hashed, and the chain its chunks continue. */
export interface VerifiedSignature {
  readonly key: Uint8Array;
  readonly claim: ClaimOfVersion4;
  /** A SHA-256, `UNSIGNED-PAYLOAD` or `STREAMING-…`. */
  readonly payloadHash: string;
}

const WEEK = 604_800;
export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/**
 * What the canonical request says of the body. S3 takes the header's word and checks it; the other services hash
 * what they got, unless the client says it did not sign it.
 */
function payloadHashOf(request: SignedRequest, claim: ClaimOfVersion4, body: Uint8Array | undefined): string {
  const given = request.headers['x-amz-content-sha256'];
  const isS3 = claim.service === 's3';
  if (claim.by === 'query') {
    if (given !== undefined && claim.signedHeaders.includes('x-amz-content-sha256')) return payloadHash(given, isS3);
    return isS3 ? 'UNSIGNED-PAYLOAD' : sha256(body ?? '');
  }
  if (given) return payloadHash(given, isS3);
  if (isS3) throw new SignatureError({ kind: 'payload-hash', given: undefined });
  return sha256(body ?? '');
}

const STREAMS = new Set([
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]);

function payloadHash(given: string, isS3: boolean): string {
  if (isSha256(given) || given === 'UNSIGNED-PAYLOAD' || (isS3 && STREAMS.has(given))) return given;
  throw new SignatureError({ kind: 'payload-hash', given });
}

/** Throws `SignatureError` unless the request was signed with this secret, for now, with this body. A streamed body is checked as it is read. */
export function verifySignature(
  request: SignedRequest,
  claim: ClaimOfVersion4,
  body: Uint8Array | undefined,
  options: VerifyOptions,
): VerifiedSignature {
  checkTime(claim, options);
  // the AWS SDK for JavaScript signs HTTP/2's name of it — observed in client-kinesis 3.1143
  if (!claim.signedHeaders.includes('host') && !claim.signedHeaders.includes(':authority'))
    throw new SignatureError({ kind: 'host-unsigned' });
  if (claim.by === 'query' && claim.service === 's3') refuseUnsigned(request, claim);
  const payloadHash = payloadHashOf(request, claim, body);
  const canonical = canonicalRequest(request, claim.signedHeaders, payloadHash, claim.service === 's3');
  const text = stringToSign(claim.timestamp, claim, canonical);
  const key = options.signingKeys(options.secretAccessKey, claim);
  if (!sameText(hmacHex(key, text), claim.signature) && !signedAsUtf8(request, claim, payloadHash, key)) {
    throw new SignatureError({ kind: 'mismatch', canonicalRequest: canonical, stringToSign: text, signature: claim.signature });
  }
  // where the client did not say it, it has been worked out of the body above
  if (body !== undefined && request.headers['x-amz-content-sha256'] === payloadHash && isSha256(payloadHash)) {
    const computed = sha256(body);
    if (computed !== payloadHash) throw new SignatureError({ kind: 'body', declared: payloadHash, computed });
  }
  return { key, claim, payloadHash };
}

function signedAsUtf8(request: SignedRequest, claim: ClaimOfVersion4, payloadHash: string, key: Uint8Array): boolean {
  const headers = readAsUtf8(request.headers);
  if (!headers) return false;
  const canonical = canonicalRequest({ ...request, headers }, claim.signedHeaders, payloadHash, claim.service === 's3');
  return sameText(hmacHex(key, stringToSign(claim.timestamp, claim, canonical)), claim.signature);
}

/**
 * Who was given a URL may not make more of it than was signed.
 * aws: of the headers of S3's own only the payload's digest may be added — recorded AWS answer in localstack tests/aws/services/s3, test_s3_ignored_special_headers
 */
function refuseUnsigned({ headers }: SignedRequest, { signedHeaders }: ClaimOfVersion4): void {
  const names = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name),
  );
  if (names.length > 0) throw new SignatureError({ kind: 'headers-unsigned', names });
}

function checkTime(claim: ClaimOfVersion4, { now, allowedSkew }: VerifyOptions): void {
  const signed = millisOf(claim.timestamp);
  if (Number.isNaN(signed)) throw new SignatureError({ kind: 'date', given: claim.timestamp });
  if (!claim.timestamp.startsWith(claim.date)) {
    throw new SignatureError({ kind: 'date-scope', date: claim.date, timestamp: claim.timestamp });
  }
  const skewed = (early: boolean) =>
    new SignatureError({ kind: 'skewed', timestamp: claim.timestamp, now, allowed: allowedSkew, early });
  if (signed > now + allowedSkew) throw skewed(true);
  if (claim.by === 'query' && (claim.service === 's3' || claim.expires !== undefined)) {
    const expires = Number(claim.expires);
    if (claim.expires === undefined || !/^-?\d+$/.test(claim.expires) || expires < 0 || expires > WEEK) {
      throw new SignatureError({ kind: 'expires', given: claim.expires ?? '' });
    }
    const ended = signed + expires * 1000;
    if (now > ended) throw new SignatureError({ kind: 'expired-url', expires: claim.expires, ended, now });
    return;
  }
  if (signed < now - allowedSkew) throw skewed(false);
}

/** Takes as long for any two texts of one length: how much of a signature is right is nobody's business. No copies are made to tell. */
export function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let different = 0;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}
