import { keyOf, onKeyWith } from '../address.ts';
import { dataKeyBytes, encrypted, unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';

export const generateDataKeyWithoutPlaintext: KmsOperation<'GenerateDataKeyWithoutPlaintext'> = {
  access: onKeyWith,
  run: (input, { scope }, deps) => {
    const key = keyOf(input.KeyId, scope, deps);
    const { blob, materialId } = encrypted(key, deps.ids.bytes(dataKeyBytes(input)), input.EncryptionContext, deps);
    unlessDry(input);
    return { CiphertextBlob: blob, KeyId: key.arn, KeyMaterialId: materialId };
  },
};
