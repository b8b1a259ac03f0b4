import type { DecryptResponse, DescribeKeyResponse, EncryptResponse, GenerateDataKeyResponse } from '#api/kms';
import type { DataKeys, KeyUser } from '#core';
import type { Invoke } from '#gateway';

/** A service that has keys of KMS used. */
export interface KeyService {
  /** As `kms:ViaService` names it before the region, such as `s3`. */
  readonly name: string;
  /** Who calls, as CloudTrail shows it. */
  readonly invokedBy: string;
}

export const SECRETS_KEYS: KeyService = { name: 'secretsmanager', invokedBy: 'secretsmanager.amazonaws.com' };
export const STREAM_KEYS: KeyService = { name: 'kinesis', invokedBy: 'kinesis.amazonaws.com' };
/** aws: S3 calls KMS in a forward access session of its caller — observed in published events of Decrypt and GenerateDataKey, 2026 */
export const OBJECT_KEYS: KeyService = { name: 's3', invokedBy: 'fas.s3.amazonaws.com' };
export const TOPIC_KEYS: KeyService = { name: 'sns', invokedBy: 'sns.amazonaws.com' };
export const LOG_KEYS: KeyService = { name: 'logs', invokedBy: 'logs.amazonaws.com' };

/** KMS as a service uses it in somebody's name. */
export function dataKeys(invoke: Invoke, { name, invokedBy }: KeyService): DataKeys {
  const ask = (operation: string, input: object, { caller, scope, signal, source }: KeyUser) =>
    invoke('kms', operation, input, {
      caller,
      // what belongs to another account is read by keys that the reader's own account may use
      scope: { ...scope, account: caller.account || scope.account },
      // aws: what a key's policy can ask about — KMS developer guide, "kms:ViaService"
      context: { ...source, 'kms:ViaService': `${name}.${scope.region}.amazonaws.com` },
      ...(signal && { signal }),
      // a service that calls is named itself
      ...(caller.kind !== 'service' && { invokedBy }),
    });
  return {
    async generate(user, KeyId, EncryptionContext) {
      const input = { KeyId, KeySpec: 'AES_256', EncryptionContext };
      const made = (await ask('GenerateDataKey', input, user)) as GenerateDataKeyResponse;
      const { KeyId: keyArn, Plaintext: plain, CiphertextBlob: wrapped } = made;
      if (keyArn === undefined || !plain || !wrapped) throw new Error('KMS gave no data key');
      return { keyArn, plain, wrapped };
    },
    async open(user, CiphertextBlob, EncryptionContext) {
      const { Plaintext } = (await ask('Decrypt', { CiphertextBlob, EncryptionContext }, user)) as DecryptResponse;
      if (!Plaintext) throw new Error('KMS opened no data key');
      return Plaintext;
    },
    async wrap(user, KeyId, Plaintext, EncryptionContext) {
      const made = (await ask('Encrypt', { KeyId, Plaintext, EncryptionContext }, user)) as EncryptResponse;
      const { KeyId: keyArn, CiphertextBlob: wrapped } = made;
      if (keyArn === undefined || !wrapped) throw new Error('KMS wrapped no data key');
      return { keyArn, wrapped };
    },
    async find(user, KeyId) {
      const { KeyMetadata } = (await ask('DescribeKey', { KeyId }, user)) as DescribeKeyResponse;
      if (KeyMetadata?.Arn === undefined) throw new Error('KMS described no key');
      return { keyArn: KeyMetadata.Arn, state: KeyMetadata.KeyState ?? 'Unavailable' };
    },
  };
}
