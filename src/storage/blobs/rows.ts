import { Kept } from '#core';
import type { Database } from '../database.ts';
import type { Slice } from './slices.ts';

const KEPT_BYTES = 8 * 1024 * 1024;
/** What a row takes in memory beside its bytes. */
const ROW_BYTES = 200;
/** Numbers of contents that one opening may give away. */
const CONTENTS_OF_LIFE = 2 ** 32;

interface Row {
  readonly data: Uint8Array | null;
  readonly content: number | null;
}

/**
 * Blobs that are rows. Bytes may take the row of those they replace: they then have a number of their own, which goes with the slice, so that who
 * still has the slice of the old ones finds them gone. A blob and that number never mean other bytes: what was read lately is kept.
 */
export class BlobRows {
  readonly #database: Database;
  readonly #kept = new Kept<number, Row & { readonly data: Uint8Array }>(KEPT_BYTES);
  #contents = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** To be called once, within a transaction: no number is given twice, not by an earlier or later life either. */
  begin(): void {
    const { life } = this.#database.statement('SELECT life FROM blob_mark').get() as { life: number };
    this.#contents = life * CONTENTS_OF_LIFE;
    this.#database.statement('UPDATE blob_mark SET life = ?').run(life + 1);
  }

  /** Undefined for what is a file, or not there any more. */
  read({ blob, offset, length, content: named }: Slice): Uint8Array | undefined {
    if (length === 0) return new Uint8Array(0);
    const content = named ?? null;
    const known = this.#kept.get(blob);
    let data = known?.content === content ? known.data : undefined;
    if (!data) {
      const row = this.#database.statement('SELECT data, content FROM blob WHERE id = ?').get(blob) as Row | undefined;
      if (!row?.data || row.content !== content) return undefined;
      data = row.data;
      this.#kept.keep(blob, { data, content }, data.length + ROW_BYTES);
    }
    return offset === 0 && length === data.length ? data : data.subarray(offset, offset + length);
  }

  /** Bytes in the place of those of a slice; undefined where these have another owner, too, or are a file. Within a transaction. */
  replace({ blob, content }: Slice, bytes: Uint8Array): Slice | undefined {
    const own = ++this.#contents;
    const { changes } = this.#database.statement(REPLACE).run(bytes.length, bytes, own, blob, content ?? null);
    if (Number(changes) === 0) return undefined;
    this.forget(blob);
    return { blob, offset: 0, length: bytes.length, content: own };
  }

  /** One more owner. Within a transaction; fails where the bytes are not there any more. */
  retain({ blob, content }: Slice): void {
    const { changes } = this.#database
      .statement('UPDATE blob SET refs = refs + 1 WHERE id = ? AND content IS ?')
      .run(blob, content ?? null);
    if (Number(changes) === 0) throw new Error(`the bytes of blob ${blob} have gone`);
  }

  /** Makes room: nobody will ask for it. */
  forget(blob: number): void {
    this.#kept.forget(blob);
  }
}

const REPLACE = 'UPDATE blob SET size = ?, data = ?, content = ? WHERE id = ? AND content IS ? AND refs = 1 AND data IS NOT NULL';
