import { keyOf, onKeyWith } from '../address.ts';
import { dataKeyBytes, encrypted, unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';
import { notBuilt } from '../errors.ts';

export const generateDataKey: KmsOperation<'GenerateDataKey'> = {
  access: onKeyWith,
  run: (input, { scope }, deps) => {
    if (input.Recipient) throw notBuilt('A recipient in an enclave');
    const key = keyOf(input.KeyId, scope, deps);
    const plain = deps.ids.bytes(dataKeyBytes(input));
    const { blob, materialId } = encrypted(key, plain, input.EncryptionContext, deps);
    unlessDry(input);
    return { CiphertextBlob: blob, Plaintext: plain, KeyId: key.arn, KeyMaterialId: materialId };
  },
};
