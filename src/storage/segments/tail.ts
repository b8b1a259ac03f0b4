import { constants } from 'node:fs';
import { copyTo, type Handle, type HandlePool, HERE_BYTES, truncateAt, writeAt } from './handle-pool.ts';
import { RoomAhead } from './room-ahead.ts';
import type { Segment } from './segment.ts';

/** Writes at the end of the newest file of a log. */
export class Tail {
  readonly #pool: HandlePool;
  readonly #fsync: boolean;
  readonly #flags: number;
  readonly #room = new RoomAhead();
  /** A failed write may have left bytes behind the good end. */
  #dirty = false;
  /** The file that was written to last. */
  #file: Handle | undefined;

  /** `fsync`: whether a write waits for the disk. */
  constructor(pool: HandlePool, fsync: boolean) {
    this.#pool = pool;
    this.#fsync = fsync;
    this.#flags = fsync ? constants.O_WRONLY | constants.O_DSYNC : constants.O_WRONLY;
  }

  /** Writes pieces, so many bytes, behind what is good in the file. */
  async write(segment: Segment, pieces: readonly Buffer[], bytes: number): Promise<void> {
    const position = segment.bytes ?? 0;
    this.#dirty = true;
    await this.#pool.with(segment.path, this.#flags, async (file, handle) => {
      this.#file = handle;
      if (this.#fsync) await this.#room.write(file, pieces, position, bytes);
      else if (bytes > HERE_BYTES) await writeAt(file, pieces, position);
      else copyAll(file, pieces, position);
    });
    this.#dirty = false;
  }

  /** Whether so many bytes can be written to the file on the spot: it is open, and the disk is not waited for. */
  takes(segment: Segment, bytes: number): boolean {
    const file = this.#file;
    return !this.#fsync && !this.#dirty && bytes <= HERE_BYTES && file?.open !== undefined && file.path === segment.path;
  }

  /** The same, on the spot; only what is taken. */
  writeHere(segment: Segment, pieces: readonly Buffer[]): void {
    const file = this.#file as Handle;
    this.#dirty = true;
    file.used = true;
    copyAll(file.open as number, pieces, segment.bytes ?? 0);
    this.#dirty = false;
  }

  /** Takes away what a failed write may have left. */
  async mend(segment: Segment | undefined): Promise<void> {
    if (!segment || !this.#dirty) return;
    await this.cut(segment, segment.bytes ?? 0);
    this.#dirty = false;
    this.#room.forget();
  }

  async cut({ path }: Segment, bytes: number): Promise<void> {
    await this.#pool.with(path, this.#flags, (descriptor) => truncateAt(descriptor, bytes));
  }

  /** Nothing more comes to that file. */
  async leave(segment: Segment | undefined): Promise<void> {
    await this.#room.giveBack(segment);
  }
}

function copyAll(file: number, pieces: readonly Buffer[], position: number): void {
  let at = position;
  for (const piece of pieces) {
    copyTo(file, piece, at);
    at += piece.length;
  }
}
