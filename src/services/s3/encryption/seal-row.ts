import type { EncryptionContext } from '#core';
import type { KeyMark } from './customer-key.ts';

/** How an object is encrypted, as its row says it. Absent: its bytes lie as they are, and it is called SSE-S3. */
export type Seal =
  | {
      readonly kind: 'kms';
      readonly keyArn: string;
      /** The data key, encrypted by KMS, base64. */
      readonly dataKey: string;
      readonly context: EncryptionContext;
      readonly bucketKey?: true;
    }
  | ({ readonly kind: 'customer' } & KeyMark);

/** A seal with its key, for the time of a request. */
export interface OpenSeal {
  readonly seal: Seal;
  readonly key: Uint8Array;
}
