import { createPublicKey, verify } from 'node:crypto';
import type { Clock } from '#core';
import { badIdentityToken, tokenExpired, unreachableIssuer } from './errors.ts';
import type { IssuerKey, IssuerKeys } from './ports.ts';

/** What a web identity token says, once its signature is known to be its issuer's. */
export interface WebIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: readonly string[];
  readonly authorizedParty: string | undefined;
}

interface Header {
  readonly alg?: unknown;
  readonly kid?: unknown;
}
type Claims = Readonly<Record<string, unknown>>;

const HASHES: Readonly<Record<string, string | undefined>> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
};

function decoded(part: string | undefined): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw badIdentityToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
}

/** Reads a token without believing it: whose it claims to be. */
export const issuerClaim = (token: string): string => {
  const { iss } = decoded(token.split('.')[1]);
  if (typeof iss !== 'string') throw badIdentityToken('Missing a required claim: iss');
  return iss;
};

/** Checks the token's signature with its issuer's keys, and its time. */
export async function verifiedToken(token: string, keys: IssuerKeys, clock: Clock): Promise<WebIdentity> {
  const [head, body, signature, ...more] = token.split('.');
  const header: Header = decoded(head);
  const claims: Claims = decoded(body);
  if (!signature || more.length > 0) throw badIdentityToken('The ID Token provided is not a valid JWT.');
  const { alg, kid } = header;
  const hash = typeof alg === 'string' && Object.hasOwn(HASHES, alg) ? HASHES[alg] : undefined;
  if (!hash || typeof alg !== 'string') throw badIdentityToken(`The ID Token is signed with an algorithm that is not supported`);
  const issuer = issuerClaim(token);
  const candidates = await keys.of(issuer, typeof kid === 'string' ? kid : undefined).catch(() => {
    throw unreachableIssuer();
  });
  const signed = Buffer.from(`${head}.${body}`);
  if (!candidates.some((key) => signedBy(key, alg, hash, signed, Buffer.from(signature, 'base64url')))) {
    throw badIdentityToken("Couldn't validate the signature of the ID Token with the keys of its issuer");
  }
  const { exp, nbf, sub, aud, azp } = claims;
  const now = clock.millis();
  if (typeof exp !== 'number') throw badIdentityToken('Missing a required claim: exp');
  if (exp * 1000 <= now) throw tokenExpired(now, exp * 1000);
  if (typeof nbf === 'number' && nbf * 1000 > now + 300_000) throw badIdentityToken('The ID Token is not valid yet');
  if (typeof sub !== 'string') throw badIdentityToken('Missing a required claim: sub');
  const audience = [aud ?? []].flat().filter((each): each is string => typeof each === 'string');
  return { issuer, subject: sub, audience, authorizedParty: typeof azp === 'string' ? azp : undefined };
}

function signedBy(jwk: IssuerKey, alg: string, hash: string, signed: Uint8Array, signature: Uint8Array): boolean {
  if (jwk['kty'] !== (alg.startsWith('RS') ? 'RSA' : 'EC')) return false;
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
