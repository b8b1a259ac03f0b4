import type { Call } from '#core';

export type EncryptionContext = Readonly<Record<string, string>>;

/** A key that KMS has wrapped, and the ARN of the key it is under. */
export interface Wrapped {
  readonly keyArn: string;
  readonly wrapped: Uint8Array;
}

/** What secrets ask of KMS, each time in the name of who calls: his permissions decide. Rejects with KMS's own errors. */
export interface SecretKeys {
  /** A new data key of 256 bits: to use, and wrapped, to keep. */
  generate(call: Call, keyId: string, context: EncryptionContext): Promise<Wrapped & { readonly plain: Uint8Array }>;
  /** A data key that was wrapped. */
  open(call: Call, wrapped: Uint8Array, context: EncryptionContext): Promise<Uint8Array>;
  /** A data key, wrapped by another key. */
  wrap(call: Call, keyId: string, plain: Uint8Array, context: EncryptionContext): Promise<Wrapped>;
}
