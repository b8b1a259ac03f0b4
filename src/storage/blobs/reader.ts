import { type FileHandle, open } from 'node:fs/promises';
import type { Lend } from '#core';
import type { Slice } from './slices.ts';

const READ_BYTES = 256 * 1024;

/** Two memories that pieces are read into by turns. */
export class TwoMemories {
  readonly #lend: Lend;
  readonly #memories: Buffer[] = [];
  #turn = 0;

  constructor(lend: Lend) {
    this.#lend = lend;
  }

  next(): Buffer {
    this.#turn ^= 1;
    const memory = this.#memories[this.#turn] ?? this.#lend(READ_BYTES);
    this.#memories[this.#turn] = memory;
    return memory;
  }
}

/** Reads one piece ahead of the consumer. With `memories` a piece is good until the next one is asked for. */
export async function* readSlice(
  path: string,
  slice: Slice,
  signal: AbortSignal | undefined,
  memories: TwoMemories | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(path, 'r');
  let ahead: Promise<Uint8Array> | undefined;
  try {
    let position = slice.offset;
    const end = slice.offset + slice.length;
    const next = () => {
      const length = Math.min(READ_BYTES, end - position);
      const memory = memories?.next().subarray(0, length) ?? Buffer.allocUnsafe(length);
      const piece = readFully(handle, position, memory, path);
      piece.catch(() => {}); // heard when it is awaited
      position += length;
      return piece;
    };
    ahead = next();
    while (ahead) {
      signal?.throwIfAborted();
      const piece: Uint8Array = await ahead;
      ahead = position < end ? next() : undefined;
      yield piece;
    }
  } finally {
    await ahead?.catch(() => {});
    await handle.close();
  }
}

async function readFully(handle: FileHandle, position: number, buffer: Buffer, path: string): Promise<Uint8Array> {
  for (let filled = 0; filled < buffer.length; ) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) throw new Error(`${path} is shorter than its row says`);
    filled += bytesRead;
  }
  return buffer;
}
