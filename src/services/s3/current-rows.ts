import { Kept } from '#core';
import type { Database } from '#storage';
import type { ObjectRow } from './object-row.ts';

/** Bytes of rows that were read or written lately. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** What a row takes in memory beside its texts. */
const ROW_BYTES = 500;

/** The rows of current versions that were read or written lately, as they are in the database: what is undone, or could not be committed, is forgotten. */
export class CurrentRows {
  readonly #database: Database;
  readonly #rows = new Kept<string, ObjectRow>(KEPT_BYTES);
  /** What was kept while a batch was pending: it may be the batch's own. */
  #batch: Promise<void> | undefined;
  #unsettled = new Set<string>();
  #undone = 0;
  /** What was asked for last. */
  #bucket = 0;
  #key = '';
  #name = '';

  constructor(database: Database) {
    this.#database = database;
  }

  get(bucket: number, key: string): ObjectRow | undefined {
    if (this.#undone !== this.#database.undone) {
      this.#undone = this.#database.undone;
      this.#drop(this.#unsettled);
    }
    return this.#rows.get(this.#nameOf(bucket, key));
  }

  /** `textBytes`: of what is said of the object besides. */
  keep(bucket: number, row: ObjectRow, textBytes: number): void {
    const name = this.#nameOf(bucket, row.key);
    this.#rows.keep(name, row, ROW_BYTES + 2 * (row.key.length + textBytes));
    const pending = this.#database.pending();
    if (!pending) return;
    if (pending !== this.#batch) this.#watch(pending);
    this.#unsettled.add(name);
  }

  forget(bucket: number, key: string): void {
    this.#rows.forget(this.#nameOf(bucket, key));
  }

  /** A request asks for one key again and again: of one text V8 knows the place in a map. */
  #nameOf(bucket: number, key: string): string {
    if (bucket !== this.#bucket || key !== this.#key) {
      this.#bucket = bucket;
      this.#key = key;
      this.#name = `${bucket} ${key}`;
    }
    return this.#name;
  }

  #watch(batch: Promise<void>): void {
    // until an earlier batch is settled, what was kept of it may still be lost
    const names = new Set<string>();
    this.#batch = batch;
    this.#unsettled = names;
    batch.then(
      () => names.clear(),
      () => this.#drop(names),
    );
  }

  #drop(names: Set<string>): void {
    for (const name of names) this.#rows.forget(name);
    names.clear();
  }
}
