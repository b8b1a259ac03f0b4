import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Ids } from '#core';
import * as errors from './errors.ts';

/** A key that the client keeps and sends along with every request (SSE-C). */
export interface CustomerKey {
  readonly bytes: Buffer;
  /** Base64, as it was sent; what answers show. */
  readonly md5: string;
}

/** What is kept of a customer's key: whether one that comes later is the same. */
export interface KeyMark {
  readonly keyMd5: string;
  readonly salt: string;
  readonly check: string;
}

interface Headers {
  readonly algorithm: string | undefined;
  readonly key: string | undefined;
  readonly md5: string | undefined;
}

/** Reads the three headers. `forReading`: of a request to read, where less needs to be said of what is wrong. */
export function customerKeyOf({ algorithm, key, md5 }: Headers, forReading: boolean): CustomerKey | undefined {
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm === undefined) throw errors.customerAlgorithmMissing();
  if (algorithm !== 'AES256') throw errors.customerAlgorithmUnknown(algorithm);
  if (key === undefined) throw errors.customerKeyMissing();
  // aws: readers may leave the MD5 out — recorded, radkawar/stackd s3/customer_encryption_data_replay.json
  if (md5 === undefined && !forReading) throw errors.customerKeyInvalid();
  // aws: recorded, radkawar/stackd s3/customer_encryption_data_replay.json
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(key)) throw errors.customerKeyInvalid(key);
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) throw forReading ? errors.customerKeyWrong() : errors.customerKeyInvalid();
  const computed = createHash('md5').update(bytes).digest('base64');
  if (md5 !== undefined && md5 !== computed) throw errors.customerKeyMd5Wrong();
  return { bytes, md5: computed };
}

const checkOf = (salt: string, key: Uint8Array): Buffer => createHmac('sha256', Buffer.from(salt, 'base64')).update(key).digest();

/** aws: "Amazon S3 stores a randomly salted HMAC value of the encryption key" — S3 User Guide, "Using server-side encryption with customer-provided keys" */
export function markOf({ bytes, md5 }: CustomerKey, ids: Ids): KeyMark {
  const salt = Buffer.from(ids.bytes(16)).toString('base64');
  return { keyMd5: md5, salt, check: checkOf(salt, bytes).toString('base64') };
}

export const isMarked = ({ salt, check }: KeyMark, { bytes }: CustomerKey): boolean =>
  timingSafeEqual(checkOf(salt, bytes), Buffer.from(check, 'base64'));
