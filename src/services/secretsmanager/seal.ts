import { AwsError, arnOf, type Call, type EncryptionContext, openBox, type Scope, sealBox, type WrappedKey } from '#core';
import type { SecretsDeps } from './deps.ts';
import { decryptionFailure, encryptionFailure, kmsDenied } from './errors.ts';
import type { SealedRow } from './store.ts';

/*
 * Values on the disk: each under a data key of its own that only KMS can open (envelope encryption).
 * aws: — user guide "Secret encryption and decryption in AWS Secrets Manager"
 */

export interface Value {
  readonly form: SealedRow['form'];
  readonly bytes: Uint8Array;
}

const ALIAS = 'alias/aws/secretsmanager';

/** aws: the encryption context — same page */
export const contextOf = (arn: string, versionId: string): EncryptionContext => ({
  SecretARN: arn,
  SecretVersionId: versionId,
});

/** aws: what stands for the version where only the access to a key is tried — same page, "Permissions for the KMS key" */
const TRIAL = 'RequestToValidateKeyAccess';

/** The key of a secret as the account of the secret knows it: whoever calls from another one means the same. */
const keyOf = (kmsKeyId: string | undefined, owner: Scope): string => {
  if (kmsKeyId === undefined) return ALIAS;
  if (kmsKeyId.startsWith('arn:')) return kmsKeyId;
  return arnOf('kms', owner, kmsKeyId.startsWith('alias/') ? kmsKeyId : `key/${kmsKeyId}`);
};

export interface Place {
  readonly arn: string;
  readonly versionId: string;
  readonly owner: Scope;
}

/** A value, encrypted for where it will lie. `keyArn` is absent for the key that AWS manages. */
export async function sealed(
  { form, bytes }: Value,
  { arn, versionId, owner }: Place,
  kmsKeyId: string | undefined,
  call: Call,
  deps: SecretsDeps,
): Promise<{ readonly row: SealedRow; readonly keyArn?: string }> {
  const made = await deps.keys
    .generate(call, keyOf(kmsKeyId, owner), contextOf(arn, versionId))
    .catch(refused(encryptionFailure));
  const box = sealBox(made.plain, boundTo(arn, versionId), bytes, deps.ids);
  made.plain.fill(0);
  return {
    row: { form, dataKey: Buffer.from(made.wrapped).toString('base64'), sealed: box.toString('base64') },
    ...(kmsKeyId !== undefined && { keyArn: made.keyArn }),
  };
}

export async function opened(row: SealedRow, { arn, versionId }: Place, call: Call, { keys }: SecretsDeps): Promise<Value> {
  const wrapped = Buffer.from(row.dataKey, 'base64');
  const key = await keys.open(call, wrapped, contextOf(arn, versionId)).catch(refused(decryptionFailure));
  const bytes = openBox(key, boundTo(arn, versionId), Buffer.from(row.sealed, 'base64'));
  key.fill(0);
  if (!bytes) throw new Error(`the value ${versionId} of ${arn} on the disk was changed`);
  return { form: row.form, bytes };
}

/**
 * The same value under another key: its data key is opened and wrapped anew.
 * Undefined where the caller may not encrypt under the new key: then it stays under the old one. — API reference, UpdateSecret, KmsKeyId
 */
export async function rewrapped(
  row: SealedRow,
  { arn, versionId, owner }: Place,
  kmsKeyId: string | undefined,
  call: Call,
  { keys }: SecretsDeps,
): Promise<{ readonly row: SealedRow; readonly keyArn?: string } | undefined> {
  const context = contextOf(arn, versionId);
  const plain = await keys.open(call, Buffer.from(row.dataKey, 'base64'), context).catch(refused(decryptionFailure));
  const made = await keys.wrap(call, keyOf(kmsKeyId, owner), plain, context).catch((thrown: unknown): WrappedKey | undefined => {
    if (isDenied(thrown)) return undefined;
    throw translated(thrown, encryptionFailure);
  });
  plain.fill(0);
  if (!made) return undefined;
  return {
    row: { ...row, dataKey: Buffer.from(made.wrapped).toString('base64') },
    ...(kmsKeyId !== undefined && { keyArn: made.keyArn }),
  };
}

/** Refuses a key that the caller may not use, before there is anything to encrypt. */
export async function checkKey(kmsKeyId: string, { arn, owner }: Omit<Place, 'versionId'>, call: Call, { keys }: SecretsDeps) {
  const context = contextOf(arn, TRIAL);
  const made = await keys.generate(call, keyOf(kmsKeyId, owner), context).catch(refused(encryptionFailure));
  await keys.open(call, made.wrapped, context).catch(refused(decryptionFailure));
}

const boundTo = (arn: string, versionId: string): Buffer => Buffer.from(JSON.stringify([arn, versionId]));

const isDenied = (thrown: unknown): boolean => thrown instanceof AwsError && /^AccessDenied/.test(thrown.code);

function translated(thrown: unknown, failure: () => AwsError): unknown {
  if (isDenied(thrown)) return kmsDenied();
  return thrown instanceof AwsError ? failure() : thrown;
}

const refused =
  (failure: () => AwsError) =>
  (thrown: unknown): never => {
    throw translated(thrown, failure);
  };
