import { close, fdatasync, ftruncate, open, read, readSync, writeSync, writev } from 'node:fs';
import { promisify } from 'node:util';

const openFile = promisify(open);
const closeFile = promisify(close);
const truncateFile = promisify(ftruncate);
const syncFile = promisify(fdatasync);

/** A file as the pool has it. Whoever knows it may use it without asking again as long as it is open, within a turn, and says that it did. */
export interface Handle {
  readonly path: string;
  readonly descriptor: Promise<number>;
  /** The descriptor while it is open. */
  open: number | undefined;
  /** It was used since it last was not closed for being old. */
  used: boolean;
  users: number;
}

/** Open files, bounded in number: those not in use are closed oldest first. */
export class HandlePool {
  readonly #limit: number;
  /** In the order of their last use. */
  readonly #handles = new Map<string, Handle>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#handles.size;
  }

  /** Runs `work` with the file open; it stays open as long as the bound allows. */
  async with<T>(path: string, flags: number, work: (descriptor: number, handle: Handle) => Promise<T>): Promise<T> {
    const key = `${flags} ${path}`;
    let handle = this.#handles.get(key);
    if (handle) {
      this.#handles.delete(key);
    } else {
      handle = { path, descriptor: openFile(path, flags, 0o600), open: undefined, used: false, users: 0 };
    }
    this.#handles.set(key, handle);
    handle.users++;
    try {
      handle.open ??= await handle.descriptor;
      return await work(handle.open, handle);
    } catch (failure) {
      if (this.#handles.get(key) === handle && (await failed(handle.descriptor))) this.#handles.delete(key);
      throw failure;
    } finally {
      handle.users--;
      if (this.#handles.size > this.#limit) this.#shrink();
    }
  }

  /** Closes the files whose path begins so: before they are removed. */
  async forget(prefix: string): Promise<void> {
    const closing: Promise<void>[] = [];
    for (const [key, handle] of this.#handles) {
      if (!handle.path.startsWith(prefix) || handle.users > 0) continue;
      this.#handles.delete(key);
      closing.push(closed(handle));
    }
    await Promise.all(closing);
  }

  async close(): Promise<void> {
    const all = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.all(all.map(closed));
  }

  #shrink(): void {
    for (const [key, handle] of this.#handles) {
      if (this.#handles.size <= this.#limit) return;
      if (handle.users > 0) continue;
      this.#handles.delete(key);
      if (handle.used) {
        handle.used = false;
        this.#handles.set(key, handle);
      } else {
        void closed(handle);
      }
    }
  }
}

const failed = (descriptor: Promise<number>): Promise<boolean> =>
  descriptor.then(
    () => false,
    () => true,
  );

const closed = async (handle: Handle): Promise<void> => {
  handle.open = undefined;
  try {
    await closeFile(await handle.descriptor);
  } catch {
    // it never opened
  }
};

/** Reads until the buffer is full or the file ends; answers how much it got. */
export async function readAt(descriptor: number, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const got = await new Promise<number>((resolve, reject) =>
      read(descriptor, buffer, filled, buffer.length - filled, position + filled, (failure, bytes) =>
        failure ? reject(failure) : resolve(bytes),
      ),
    );
    if (got === 0) break;
    filled += got;
  }
  return filled;
}

/** Writes all of the pieces, one behind the other, from a position on. */
export async function writeAt(descriptor: number, pieces: readonly Buffer[], position: number): Promise<void> {
  let left = pieces;
  for (let at = position; left.length > 0; ) {
    const written = await new Promise<number>((resolve, reject) =>
      writev(descriptor, left, at, (failure, bytes) => (failure ? reject(failure) : resolve(bytes))),
    );
    at += written;
    left = behind(left, written);
  }
}

/** What is left of pieces when so many bytes of them are done. */
function behind(pieces: readonly Buffer[], bytes: number): readonly Buffer[] {
  let skip = bytes;
  return pieces.flatMap((piece) => {
    const done = Math.min(skip, piece.length);
    skip -= done;
    return done === piece.length ? [] : [piece.subarray(done)];
  });
}

/** So little is copied to the operating system sooner than another thread is woken to do it: a batch of 500 records, for example. */
export const HERE_BYTES = 1024 * 1024;

/** Copies a piece to a file that does not wait for the disk. */
export function copyTo(descriptor: number, piece: Buffer, position: number): void {
  for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done, piece.length - done, position + done);
}

/** `readAt` for what the operating system should still have in memory: no thread is woken for a short copy of it. */
export function copyFrom(descriptor: number, buffer: Buffer, position: number): number | Promise<number> {
  if (buffer.length > HERE_BYTES) return readAt(descriptor, buffer, position);
  let filled = 0;
  while (filled < buffer.length) {
    const got = readSync(descriptor, buffer, filled, buffer.length - filled, position + filled);
    if (got === 0) break;
    filled += got;
  }
  return filled;
}

/** Cuts a file off, durably. */
export async function truncateAt(descriptor: number, length: number): Promise<void> {
  await truncateFile(descriptor, length);
  await syncFile(descriptor);
}
