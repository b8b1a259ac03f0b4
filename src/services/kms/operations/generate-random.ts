import { onEverything } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { needsByteCount, notBuilt } from '../errors.ts';

export const generateRandom: KmsOperation<'GenerateRandom'> = {
  access: onEverything,
  run: ({ NumberOfBytes: bytes, CustomKeyStoreId, Recipient }, _call, { ids }) => {
    if (CustomKeyStoreId !== undefined || Recipient) throw notBuilt('A custom key store or a recipient in an enclave');
    if (bytes === undefined) throw needsByteCount();
    return { Plaintext: ids.bytes(bytes) };
  },
};
