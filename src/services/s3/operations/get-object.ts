import type { GetObjectOutput, GetObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { cut } from '#storage';
import { onVersion } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { opened, whole } from '../encryption/cipher.ts';
import { openSeal, refuseCustomerKey } from '../encryption/seal.ts';
import { readWindow } from '../read-window.ts';

export const getObject: Operation<GetObjectRequest, GetObjectOutput, S3Deps> = {
  access: onVersion('s3:GetObject', 's3:GetObjectVersion'),
  run: (input, call, deps) => {
    const { bucket, row, window, members } = readWindow(input, call, deps, 'GET');
    const { slices, seal } = row.doc;
    const wanted = window ? cut(slices, window.offset, window.length) : slices;
    if (!seal) {
      refuseCustomerKey(input);
      return { ...members, Body: deps.blobs.read(wanted, call, call.lend) };
    }
    // held from now on, so that nothing that happens while KMS is asked can take the bytes away
    const body = deps.blobs.read(whole(wanted), call);
    return openSeal(seal, input, bucket, call, deps).then(
      async ({ key }) => ({ ...members, Body: await begun(opened(body, wanted, key)) }),
      async (refused: unknown) => {
        await body[Symbol.asyncIterator]().return?.();
        throw refused;
      },
    );
  },
};

/** The stream, once its first piece is there: bytes that were tampered with are refused, not begun to be sent. */
async function begun(stream: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const pieces = stream[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<Uint8Array>> | undefined = Promise.resolve(await pieces.next());
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const next = first ?? pieces.next();
        first = undefined;
        return next;
      },
      return: async () => (await pieces.return?.()) ?? { done: true, value: undefined },
    }),
  };
}
