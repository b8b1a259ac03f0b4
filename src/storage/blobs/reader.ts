import { type FileHandle, open } from 'node:fs/promises';
import type { Slice } from './slices.ts';

const READ_BYTES = 256 * 1024;

/** Reads one piece ahead of the consumer. */
export async function* readSlice(path: string, slice: Slice, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(path, 'r');
  let ahead: Promise<Uint8Array> | undefined;
  try {
    let position = slice.offset;
    const end = slice.offset + slice.length;
    const next = () => {
      const length = Math.min(READ_BYTES, end - position);
      const piece = readFully(handle, position, length, path);
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

async function readFully(handle: FileHandle, position: number, length: number, path: string): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error(`${path} is shorter than its row says`);
    filled += bytesRead;
  }
  return buffer;
}
