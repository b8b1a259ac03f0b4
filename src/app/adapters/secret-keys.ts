import type { DecryptResponse, EncryptResponse, GenerateDataKeyResponse } from '#api/kms';
import type { Call } from '#core';
import type { Invoke } from '#gateway';
import type { EncryptionContext, SecretKeys } from '#services/secretsmanager';

/** Secrets get their data keys from KMS, in the name of whoever writes or reads. */
export function secretKeys(invoke: Invoke): SecretKeys {
  const ask = (operation: string, input: object, EncryptionContext: EncryptionContext, { caller, scope, signal }: Call) =>
    invoke(
      'kms',
      operation,
      { ...input, EncryptionContext },
      {
        caller,
        // a secret of another account is read by keys that the reader's own account may use
        scope: { ...scope, account: caller.account || scope.account },
        // aws: what a key's policy can ask about — KMS developer guide, "kms:ViaService"
        context: { 'kms:ViaService': `secretsmanager.${scope.region}.amazonaws.com` },
        signal,
        invokedBy: 'secretsmanager.amazonaws.com',
      },
    );
  return {
    async generate(call, KeyId, context) {
      const made = (await ask('GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, context, call)) as GenerateDataKeyResponse;
      const { KeyId: keyArn, Plaintext: plain, CiphertextBlob: wrapped } = made;
      if (keyArn === undefined || !plain || !wrapped) throw new Error('KMS gave no data key');
      return { keyArn, plain, wrapped };
    },
    async open(call, CiphertextBlob, context) {
      const { Plaintext } = (await ask('Decrypt', { CiphertextBlob }, context, call)) as DecryptResponse;
      if (!Plaintext) throw new Error('KMS opened no data key');
      return Plaintext;
    },
    async wrap(call, KeyId, Plaintext, context) {
      const { KeyId: keyArn, CiphertextBlob: wrapped } = (await ask(
        'Encrypt',
        { KeyId, Plaintext },
        context,
        call,
      )) as EncryptResponse;
      if (keyArn === undefined || !wrapped) throw new Error('KMS wrapped no data key');
      return { keyArn, wrapped };
    },
  };
}
