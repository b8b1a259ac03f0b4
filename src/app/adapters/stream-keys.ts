import type { DecryptResponse, DescribeKeyResponse, GenerateDataKeyResponse } from '#api/kms';
import type { Call } from '#core';
import type { Invoke } from '#gateway';
import type { StreamKeys } from '#services/kinesis';

/** Streams get their data keys from KMS, in the name of whoever writes or reads. */
export function streamKeys(invoke: Invoke): StreamKeys {
  const ask = (operation: string, input: object, { caller, scope, signal }: Call) => {
    // aws: what a key's policy can ask about — KMS developer guide, "kms:ViaService"
    const context = { 'kms:ViaService': `kinesis.${scope.region}.amazonaws.com` };
    return invoke('kms', operation, input, { caller, scope, context, signal, invokedBy: 'kinesis.amazonaws.com' });
  };
  // aws: the encryption context of streams — Kinesis developer guide, "Permissions to use user-generated KMS keys"
  const bound = (streamArn: string) => ({ EncryptionContext: { 'aws:kinesis:arn': streamArn } });
  return {
    async generate(call, KeyId, streamArn) {
      const input = { KeyId, KeySpec: 'AES_256', ...bound(streamArn) };
      const { Plaintext: plain, CiphertextBlob: wrapped } = (await ask(
        'GenerateDataKey',
        input,
        call,
      )) as GenerateDataKeyResponse;
      if (!plain || !wrapped) throw new Error('KMS gave no data key');
      return { plain, wrapped };
    },
    async open(call, CiphertextBlob, streamArn) {
      const { Plaintext } = (await ask('Decrypt', { CiphertextBlob, ...bound(streamArn) }, call)) as DecryptResponse;
      if (!Plaintext) throw new Error('KMS opened no data key');
      return Plaintext;
    },
    async find(call, KeyId) {
      const { KeyMetadata } = (await ask('DescribeKey', { KeyId }, call)) as DescribeKeyResponse;
      return { state: KeyMetadata?.KeyState ?? 'Unavailable' };
    },
  };
}
