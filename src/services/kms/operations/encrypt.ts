import { keyOf, onKeyWith } from '../address.ts';
import { encrypted, unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';

export const encrypt: KmsOperation<'Encrypt'> = {
  access: onKeyWith,
  run: (input, { scope }, deps) => {
    const key = keyOf(input.KeyId, scope, deps);
    const { blob } = encrypted(key, input.Plaintext, input.EncryptionContext, deps);
    unlessDry(input);
    return { CiphertextBlob: blob, KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
};
