import type { Invoke } from '#gateway';
import type { DataKeys, KeyUser } from '#services/s3';

interface Made {
  readonly KeyId: string;
  readonly Plaintext: Uint8Array;
  readonly CiphertextBlob: Uint8Array;
}

/** KMS as S3 uses it in a caller's name. */
export function dataKeys(invoke: Invoke): DataKeys {
  // aws: such requests are known by this key — KMS developer guide, "kms:ViaService"
  const as = ({ caller, scope, signal }: KeyUser) => ({
    caller,
    scope,
    signal,
    context: { 'kms:ViaService': `s3.${scope.region}.amazonaws.com` },
  });
  return {
    async generate(user, keyId, context) {
      const input = { KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context };
      const made = (await invoke('kms', 'GenerateDataKey', input, as(user))) as Made;
      return { keyArn: made.KeyId, open: made.Plaintext, closed: made.CiphertextBlob };
    },
    async open(user, closed, context) {
      const input = { CiphertextBlob: closed, EncryptionContext: context };
      return ((await invoke('kms', 'Decrypt', input, as(user))) as { Plaintext: Uint8Array }).Plaintext;
    },
  };
}
