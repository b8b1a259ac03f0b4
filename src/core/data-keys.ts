import type { Call } from './service.ts';

/** What a ciphertext of KMS is bound to, and what policies of keys can ask about. */
export type EncryptionContext = Readonly<Record<string, string>>;

/** In whose name a key is used: his permissions decide. The scope is where the key is looked for, and the caller's account. */
export type KeyUser = Pick<Call, 'caller' | 'scope'> & Partial<Pick<Call, 'signal' | 'source'>>;

/** A data key that KMS has wrapped, and the ARN of the key it is under. */
export interface WrappedKey {
  readonly keyArn: string;
  readonly wrapped: Uint8Array;
}

/** A data key of 256 bits: to use, and wrapped, to keep. */
export interface DataKey extends WrappedKey {
  readonly plain: Uint8Array;
}

/** What services that encrypt ask of KMS, each time in somebody's name. Rejects with KMS's own errors. */
export interface DataKeys {
  generate(user: KeyUser, keyId: string, context: EncryptionContext): Promise<DataKey>;
  /** A data key that was wrapped. */
  open(user: KeyUser, wrapped: Uint8Array, context: EncryptionContext): Promise<Uint8Array>;
  /** A data key, wrapped by another key. */
  wrap(user: KeyUser, keyId: string, plain: Uint8Array, context: EncryptionContext): Promise<WrappedKey>;
  /** Finds the key. `state`: `Enabled`, `Disabled`, `PendingDeletion` … */
  find(user: KeyUser, keyId: string): Promise<{ readonly keyArn: string; readonly state: string }>;
}
