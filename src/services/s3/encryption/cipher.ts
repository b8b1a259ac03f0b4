import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Slice } from '#storage';

/*
 * Bytes of encrypted objects: AES-256 in counter mode, so that a range is read without what lies before it. Every run of bytes that
 * was received at once has a nonce of its own, which goes along with its slices wherever they are joined, cut and copied.
 */

/** A slice whose blob is encrypted: the nonce, base64. */
export interface SealedSlice extends Slice {
  readonly nonce?: string;
}

const BLOCK = 16;
/** Twelve bytes of nonce leave 32 bits for the counter: 64 GiB, more than one part can have. */
export const NONCE = 12;

function counterAt(nonce: Uint8Array, offset: number): Buffer {
  const counter = Buffer.alloc(BLOCK);
  counter.set(nonce);
  counter.writeUInt32BE(Math.floor(offset / BLOCK), NONCE);
  return counter;
}

/** Encrypts as it passes by; `observe` sees what is encrypted, and may ask to wait. */
export async function* sealed(
  body: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  nonce: Uint8Array,
  observe: (chunk: Uint8Array) => Promise<void> | undefined,
): AsyncGenerator<Uint8Array> {
  const cipher = createCipheriv('aes-256-ctr', key, counterAt(nonce, 0));
  for await (const chunk of body) {
    const wait = observe(chunk);
    if (wait) await wait;
    yield cipher.update(chunk);
  }
}

/** Decrypts what was read of these slices, in their order. Left before the first step, it leaves the stream too. */
export function opened(
  stream: AsyncIterable<Uint8Array>,
  slices: readonly SealedSlice[],
  key: Uint8Array,
): AsyncIterable<Uint8Array> {
  const source = stream[Symbol.asyncIterator]();
  const pieces = decrypted({ [Symbol.asyncIterator]: () => source }, slices, key);
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => pieces.next(),
      return: async () => {
        await pieces.return(undefined);
        await source.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

async function* decrypted(
  stream: AsyncIterable<Uint8Array>,
  slices: readonly SealedSlice[],
  key: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const rest = slices.filter((slice) => slice.length > 0);
  let left = 0;
  let decipher: ReturnType<typeof createDecipheriv> | undefined;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      if (left === 0) {
        const slice = rest.shift();
        if (!slice) throw new Error('more bytes were read than the slices have');
        left = slice.length;
        decipher = slice.nonce === undefined ? undefined : decipherAt(key, Buffer.from(slice.nonce, 'base64'), slice.offset);
      }
      const piece = chunk.subarray(at, at + left);
      yield decipher ? decipher.update(piece) : piece;
      at += piece.length;
      left -= piece.length;
    }
  }
}

function decipherAt(key: Uint8Array, nonce: Uint8Array, offset: number): ReturnType<typeof createDecipheriv> {
  const decipher = createDecipheriv('aes-256-ctr', key, counterAt(nonce, offset));
  decipher.update(Buffer.alloc(offset % BLOCK));
  return decipher;
}
