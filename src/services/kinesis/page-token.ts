import { badToken, tokenExpired } from './listing-errors.ts';
import { payloadOf, type Seal } from './seal.ts';

/** — aws: API reference, ListShards: "Tokens expire after 300 seconds" */
const TOKEN_MILLIS = 300_000;

interface Kept<T> {
  readonly at: number;
  readonly value: T;
}

/** Where a listing goes on, for a client to hand back. */
export const sealToken = <T>(value: T, seal: Seal, now: number): string =>
  seal.seal(Buffer.from(JSON.stringify({ at: now, value } satisfies Kept<T>))).toString('base64');

/** What a token says of itself, unproven. */
export function peekToken<T>(token: string): T {
  const payload = payloadOf(Buffer.from(token, 'base64'));
  try {
    return (JSON.parse(payload?.toString() ?? '') as Kept<T>).value;
  } catch {
    throw badToken();
  }
}

export function openToken<T>(token: string, seal: Seal, now: number): T {
  const payload = seal.open(Buffer.from(token, 'base64'));
  if (!payload) throw badToken();
  const { at, value } = JSON.parse(payload.toString()) as Kept<T>;
  if (now - at > TOKEN_MILLIS) throw tokenExpired();
  return value;
}
