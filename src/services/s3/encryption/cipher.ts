import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Slice } from '#storage';

/*
 * Bytes of encrypted objects: AES-256-GCM in chunks, so that a range is read with no more than the chunks it touches, and what somebody
 * has changed on the disk is noticed before it is given out. Every run of bytes that was received at once has a nonce of its own; a chunk's
 * is that, with the chunk's number in it. Nonce and tags go along with the slices, wherever these are joined, cut and copied.
 */

/** A slice whose blob is encrypted. */
export interface SealedSlice extends Slice {
  /** Base64. */
  readonly nonce?: string;
  /** The chunks' authentication tags, one after the other, base64. Absent in runs of earlier builds: those are in counter mode. */
  readonly tags?: string;
  /** Bytes of the whole run, however the slice is cut. */
  readonly run?: number;
}

export const NONCE = 12;
const TAG = 16;
/** A row has 16 bytes for each: 80 KiB for the largest part. */
export const CHUNK = 1 << 20;

/** The number of the chunk, over the last four bytes of the run's nonce. */
function nonceOf(nonce: Uint8Array, chunk: number): Buffer {
  const own = Buffer.from(nonce);
  own.writeUInt32BE((own.readUInt32BE(NONCE - 4) ^ chunk) >>> 0, NONCE - 4);
  return own;
}

export interface Sealing {
  /** Encrypts as it passes by; `observe` sees what is encrypted, and may ask to wait. */
  pass(
    body: AsyncIterable<Uint8Array>,
    observe: (chunk: Uint8Array) => Promise<void> | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined>;
  /** What goes with the slice, once all has passed. */
  marks(): Required<Pick<SealedSlice, 'nonce' | 'tags' | 'run'>>;
}

export function sealing(key: Uint8Array, nonce: Uint8Array): Sealing {
  const tags: Buffer[] = [];
  let run = 0;
  let cipher: ReturnType<typeof cipherOf> | undefined;
  const cipherOf = (chunk: number) => createCipheriv('aes-256-gcm', key, nonceOf(nonce, chunk));
  const end = () => {
    if (!cipher) return;
    cipher.final();
    tags.push(cipher.getAuthTag());
    cipher = undefined;
  };
  return {
    async *pass(body, observe) {
      for await (const piece of body) {
        const wait = observe(piece);
        if (wait) await wait;
        for (let at = 0; at < piece.length; ) {
          cipher ??= cipherOf(tags.length);
          const part = piece.subarray(at, at + CHUNK - (run % CHUNK));
          yield cipher.update(part);
          at += part.length;
          run += part.length;
          if (run % CHUNK === 0) end();
        }
      }
      end();
    },
    marks: () => ({
      nonce: Buffer.from(nonce).toString('base64'),
      tags: Buffer.concat(tags).toString('base64'),
      run,
    }),
  };
}

/** What must be read of the blobs to decrypt these slices: whole chunks. */
export const whole = (slices: readonly SealedSlice[]): SealedSlice[] =>
  slices.map((slice) => {
    const { tags, run, offset, length } = slice;
    if (tags === undefined || run === undefined || length === 0) return slice;
    const start = offset - (offset % CHUNK);
    return { ...slice, offset: start, length: Math.min(Math.ceil((offset + length) / CHUNK) * CHUNK, run) - start };
  });

/** Decrypts what was read of the whole chunks of these slices, in their order. Left before the first step, it leaves the stream too. */
export function opened(
  stream: AsyncIterable<Uint8Array>,
  slices: readonly SealedSlice[],
  key: Uint8Array,
): AsyncIterable<Uint8Array> {
  const source = stream[Symbol.asyncIterator]();
  const pieces = decrypted(source, slices, key);
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
  source: AsyncIterator<Uint8Array>,
  slices: readonly SealedSlice[],
  key: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array = new Uint8Array(0);
  /** At most so many of the next bytes. */
  const take = async (most: number): Promise<Uint8Array> => {
    while (held.length === 0) {
      const { done, value } = await source.next();
      if (done) throw new Error('fewer bytes were read than the slices have');
      held = value;
    }
    const taken = held.subarray(0, most);
    held = held.subarray(taken.length);
    return taken;
  };
  try {
    for (const slice of slices) {
      if (slice.length === 0) continue;
      if (slice.tags !== undefined) yield* chunksOf(slice, key, take);
      else yield* counted(slice, key, take);
    }
  } finally {
    await source.return?.();
  }
}

type Take = (most: number) => Promise<Uint8Array>;

async function* chunksOf(slice: SealedSlice, key: Uint8Array, take: Take): AsyncGenerator<Uint8Array, void, undefined> {
  const nonce = Buffer.from(slice.nonce ?? '', 'base64');
  const tags = Buffer.from(slice.tags ?? '', 'base64');
  const end = slice.offset + slice.length;
  for (let chunk = Math.floor(slice.offset / CHUNK); chunk * CHUNK < end; chunk++) {
    const start = chunk * CHUNK;
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(nonce, chunk), { authTagLength: TAG });
    const plain: Buffer[] = [];
    for (let left = Math.min(CHUNK, (slice.run ?? 0) - start); left > 0; ) {
      const piece = await take(left);
      plain.push(decipher.update(piece));
      left -= piece.length;
    }
    try {
      decipher.setAuthTag(tags.subarray(chunk * TAG, (chunk + 1) * TAG));
      decipher.final();
    } catch {
      throw new Error('the encrypted bytes on the disk are not those that were written');
    }
    yield Buffer.concat(plain).subarray(Math.max(slice.offset - start, 0), end - start);
  }
}

const BLOCK = 16;

/** Runs of earlier builds: counter mode, and plain ones among encrypted ones. */
async function* counted(slice: SealedSlice, key: Uint8Array, take: Take): AsyncGenerator<Uint8Array, void, undefined> {
  const decipher = slice.nonce === undefined ? undefined : decipherAt(key, Buffer.from(slice.nonce, 'base64'), slice.offset);
  for (let left = slice.length; left > 0; ) {
    const piece = await take(left);
    yield decipher ? decipher.update(piece) : piece;
    left -= piece.length;
  }
}

function decipherAt(key: Uint8Array, nonce: Uint8Array, offset: number): ReturnType<typeof createDecipheriv> {
  const counter = Buffer.alloc(BLOCK);
  counter.set(nonce);
  counter.writeUInt32BE(Math.floor(offset / BLOCK), NONCE);
  const decipher = createDecipheriv('aes-256-ctr', key, counter);
  decipher.update(Buffer.alloc(offset % BLOCK));
  return decipher;
}
