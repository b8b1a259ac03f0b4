import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Caller } from '#core';

/** What temporary credentials stand for. The token carries it, so issuing needs no row and survives a restart. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Who the bearer is, session policies included. */
  readonly caller: Caller;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** The session as text that only the owner of the 32-byte key can read or make (AES-256-GCM). */
export function sealSession(key: Uint8Array, session: Session): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Uint8Array.of(VERSION));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()]);
  return Buffer.concat([Uint8Array.of(VERSION), nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** The session of a token; undefined where it was not sealed by this key or was changed. Says nothing about its expiry. */
export function openSession(key: Uint8Array, token: string): Session | undefined {
  const bytes = Buffer.from(token, 'base64');
  if (bytes.length < 1 + NONCE + TAG || bytes[0] !== VERSION) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG });
    decipher.setAAD(Uint8Array.of(VERSION));
    decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
    const text = Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]).toString('utf8');
    return revive(JSON.parse(text) as Sealed);
  } catch {
    return undefined;
  }
}

/** JSON writes dates as text. */
type Sealed = Omit<Session, 'issuedAt' | 'expiresAt' | 'caller'> & {
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly caller: Omit<Caller, 'sessionIssuedAt'>;
};

function revive(sealed: Sealed): Session {
  const issuedAt = new Date(sealed.issuedAt);
  return { ...sealed, issuedAt, expiresAt: new Date(sealed.expiresAt), caller: { ...sealed.caller, sessionIssuedAt: issuedAt } };
}
