import type { Caller, Scope } from '#core';

/** In whose name a key is used. The scope is the caller's account in the bucket's region. */
export interface KeyUser {
  readonly caller: Caller;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

export type EncryptionContext = Readonly<Record<string, string>>;

/** Users and roles as IAM knows them. */
export interface Principals {
  /** The unique id of the user or role of an ARN; undefined where there is none, `no entity` where the ARN is of something else. */
  uniqueId(partition: string, arn: string): string | undefined | 'no entity';
  /** The ARN of an account's user or role by its unique id. */
  arnOfId(partition: string, account: string, id: string): string | undefined;
}

/** Keys that encrypt objects, from KMS: what the caller may not do there, S3 does not do for him. */
export interface DataKeys {
  /** A new key of 256 bits, open and closed. Rejects with KMS's own errors. */
  generate(
    user: KeyUser,
    keyId: string,
    context: EncryptionContext,
  ): Promise<{ readonly keyArn: string; readonly open: Uint8Array; readonly closed: Uint8Array }>;
  open(user: KeyUser, closed: Uint8Array, context: EncryptionContext): Promise<Uint8Array>;
}
