import { randomBytes, randomUUID } from 'node:crypto';

/** The only source of randomness. Tests hand in a repeatable one. */
export interface Ids {
  uuid(): string;
  bytes(length: number): Uint8Array;
  /** `length` characters drawn evenly from `alphabet`. */
  text(length: number, alphabet: string): string;
  /** A whole number from 0 on, below `limit` (at most 2³²), each as likely as any other. */
  below(limit: number): number;
}

export const UPPER_ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** What AWS draws the variable part of IAM's unique ids from. — observed in AKIA…, AIDA…, AROA… ids */
export const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
export const HEX = '0123456789abcdef';

const drawn = (next: (length: number) => Uint8Array, length: number, alphabet: string): string => {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of next(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
};

const RANGE = 2 ** 32;

const drawnBelow = (next: (length: number) => Uint8Array, limit: number): number => {
  for (;;) {
    const number = Buffer.from(next(4)).readUInt32BE();
    if (number < RANGE - (RANGE % limit)) return number % limit;
  }
};

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let used = 0;

/** Asking the system costs the same for a few bytes as for many. None are given out twice. */
function pooled(length: number): Uint8Array {
  if (length > POOL_BYTES / 16) return randomBytes(length);
  if (used + length > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  // what was given out may be a secret: it stays nowhere else
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  bytes: pooled,
  text: (length, alphabet) => drawn(pooled, length, alphabet),
  below: (limit) => drawnBelow(pooled, limit),
};

/** Ids that are the same in every run: for tests. */
export function countingIds(seed = 1): Ids {
  let state = seed >>> 0 || 1;
  const byte = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) & 0xff;
  };
  const bytes = (length: number) => Uint8Array.from({ length }, byte);
  return {
    bytes,
    text: (length, alphabet) => drawn(bytes, length, alphabet),
    below: (limit) => drawnBelow(bytes, limit),
    uuid: () => {
      const hex = Buffer.from(bytes(16)).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
