import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Ids } from './ids.ts';

const NONCE = 12;
const TAG = 16;
/** How much longer a box is than what is in it. */
export const BOX_BYTES = NONCE + TAG;

/** Few bytes that only the holder of the 32-byte key can read or make (AES-256-GCM), and only where `bound` is the same: nonce, ciphertext, tag. */
export function sealBox(key: Uint8Array | KeyObject, bound: Uint8Array, plain: Uint8Array, ids: Pick<Ids, 'bytes'>): Buffer {
  const nonce = ids.bytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What is in a box; undefined where it is of another key or place, or was changed. */
export function openBox(key: Uint8Array | KeyObject, bound: Uint8Array, box: Uint8Array): Buffer | undefined {
  if (box.length < BOX_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(bound);
  decipher.setAuthTag(box.subarray(box.length - TAG));
  try {
    return Buffer.concat([decipher.update(box.subarray(NONCE, box.length - TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}
