import { contextKeys, keyOf } from '../address.ts';
import { decrypted, encrypted, keyOfCiphertext, unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';

export const reEncrypt: KmsOperation<'ReEncrypt'> = {
  access: (input, scope) => [
    {
      action: 'kms:ReEncryptFrom',
      resource: keyOfCiphertext(input.CiphertextBlob, scope),
      context: contextKeys(input.SourceEncryptionContext),
    },
    {
      action: 'kms:ReEncryptTo',
      resource: input.DestinationKeyId,
      context: contextKeys(input.DestinationEncryptionContext),
    },
  ],
  run: (input, { scope }, deps) => {
    const source = decrypted(input.CiphertextBlob, input.SourceKeyId, input.SourceEncryptionContext, scope, deps);
    const destination = keyOf(input.DestinationKeyId, scope, deps);
    const { blob, materialId } = encrypted(destination, source.plain, input.DestinationEncryptionContext, deps);
    unlessDry(input);
    return {
      CiphertextBlob: blob,
      SourceKeyId: source.key.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: source.materialId,
      DestinationKeyMaterialId: materialId,
    };
  },
};
