import { contextKeys } from '../address.ts';
import { decrypted, keyOfCiphertext, unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';
import { notBuilt } from '../errors.ts';

export const decrypt: KmsOperation<'Decrypt'> = {
  access: (input, scope) => ({
    resource: keyOfCiphertext(input.CiphertextBlob, scope),
    context: contextKeys(input.EncryptionContext),
  }),
  run: (input, { scope }, deps) => {
    if (input.Recipient) throw notBuilt('A recipient in an enclave');
    const { key, plain, materialId } = decrypted(input.CiphertextBlob, input.KeyId, input.EncryptionContext, scope, deps);
    unlessDry(input);
    return { KeyId: key.arn, Plaintext: plain, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyMaterialId: materialId };
  },
};
