import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;

/** Adds a proof to bytes that only this Millrace can give, and checks it. */
export interface Seal {
  seal(payload: Buffer): Buffer;
  /** The payload, or undefined where it was not sealed by us. */
  open(sealed: Buffer): Buffer | undefined;
}

export function sealWith(key: Uint8Array): Seal {
  const proof = (payload: Buffer) => createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);
  return {
    seal: (payload) => Buffer.concat([payload, proof(payload)]),
    open(sealed) {
      const payload = payloadOf(sealed);
      return payload && timingSafeEqual(proof(payload), sealed.subarray(payload.length)) ? payload : undefined;
    },
  };
}

/** What is in there, believed without proof: enough to ask for the permission to use it, not to use it. */
export const payloadOf = (sealed: Buffer): Buffer | undefined =>
  sealed.length > MAC_BYTES ? sealed.subarray(0, sealed.length - MAC_BYTES) : undefined;
