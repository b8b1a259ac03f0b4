import { truncate } from 'node:fs/promises';
import { writeAt } from './handle-pool.ts';
import type { Segment } from './segment.ts';

/** So much is written ahead, and not more than there is. */
const AHEAD = Buffer.alloc(256 * 1024);
/** Larger appends need none. */
const SMALL_BYTES = 64 * 1024;

/**
 * Zeros behind the end of the newest file of a log that waits for the disk. What lies within a file is durable in one write; what makes it
 * longer in several, as the file system has to write down its length: a median of 0.18 ms instead of 0.29, and 0.23 instead of 3 for the
 * slowest of ten — measured on ext4. Zeros are no frame: the log ends where they begin.
 */
export class RoomAhead {
  /** Where the zeros end. */
  #end = 0;

  /** Writes pieces, so many bytes, at a position, and zeros behind them where there was no room yet. */
  write(file: number, pieces: readonly Buffer[], position: number, bytes: number): Promise<void> {
    const end = position + bytes;
    if (end <= this.#end) return writeAt(file, pieces, position);
    const zeros = AHEAD.subarray(0, bytes > SMALL_BYTES ? 0 : Math.min(position, AHEAD.length));
    this.#end = end + zeros.length;
    return writeAt(file, zeros.length > 0 ? [...pieces, zeros] : pieces, position);
  }

  /** Nothing is known of the file any more: it has been cut off, or nothing comes there. */
  forget(): void {
    this.#end = 0;
  }

  /** Gives back what has not been used; where that fails it does no harm. */
  async giveBack(newest: Segment | undefined): Promise<void> {
    if (newest?.bytes !== undefined && this.#end > newest.bytes) await truncate(newest.path, newest.bytes).catch(() => {});
    this.forget();
  }
}
