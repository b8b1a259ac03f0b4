import type { Empty, StartStreamEncryptionInput } from '#api/kinesis';
import type { Operation } from '#core';
import { activeStreamOf, onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { checkEncryptionType, rekeyed } from '../encryption.ts';
import { keyNotEnabled, kmsRefusal } from '../errors.ts';

export const startStreamEncryption: Operation<StartStreamEncryptionInput, Empty, KinesisDeps> = {
  access: onStream,
  run: async (input, call, deps) => {
    checkEncryptionType(input.EncryptionType);
    activeStreamOf(input, call, deps);
    // aws: administrators need kms:DescribeKey, writers kms:GenerateDataKey, readers kms:Decrypt — developer guide, "Permissions to use user-generated KMS keys"
    const { state } = await deps.keys.find(call, input.KeyId).catch(kmsRefusal);
    if (state !== 'Enabled') throw keyNotEnabled(input.KeyId, state);
    change(input, call, deps, ({ row }, now) => ({
      ...row,
      encryption: { type: 'KMS', keyId: input.KeyId },
      everEncrypted: true,
      rekeyed: rekeyed(row, deps.limits, now),
    }));
    return {};
  },
};
