import { Kept } from '#core';
import type { Database } from '../database.ts';
import type { Slice } from './slices.ts';

const KEPT_BYTES = 8 * 1024 * 1024;
/** What a row takes in memory beside its bytes. */
const ROW_BYTES = 200;

/** Blobs that are rows. Bytes of a blob never change, and its id is not given again while this process lives: what was read lately is kept. */
export class ReadRows {
  readonly #database: Database;
  readonly #kept = new Kept<number, Uint8Array>(KEPT_BYTES);

  constructor(database: Database) {
    this.#database = database;
  }

  /** Undefined for what is a file, or not there. */
  read({ blob, offset, length }: Slice): Uint8Array | undefined {
    if (length === 0) return new Uint8Array(0);
    let data = this.#kept.get(blob);
    if (!data) {
      const row = this.#database.statement('SELECT data FROM blob WHERE id = ?').get(blob) as
        | { data: Uint8Array | null }
        | undefined;
      if (!row?.data) return undefined;
      data = row.data;
      this.#kept.keep(blob, data, data.length + ROW_BYTES);
    }
    return offset === 0 && length === data.length ? data : data.subarray(offset, offset + length);
  }

  /** Makes room: nobody will ask for it. */
  forget(blob: number): void {
    this.#kept.forget(blob);
  }
}
