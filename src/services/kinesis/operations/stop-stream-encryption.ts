import type { Empty, StopStreamEncryptionInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { checkEncryptionType } from '../encryption.ts';
import { notEncrypted } from '../errors.ts';

/** What was written encrypted stays so. */
export const stopStreamEncryption: Operation<StopStreamEncryptionInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    checkEncryptionType(input.EncryptionType);
    change(input, call, deps, ({ row }) => {
      const { encryption, ...rest } = row;
      if (!encryption) throw notEncrypted();
      return rest;
    });
    return {};
  },
};
