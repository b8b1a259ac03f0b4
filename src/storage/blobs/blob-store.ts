import { HeldBytes, type Lend } from '#core';
import type { Database } from '../database.ts';
import { BlobFiles } from './files.ts';
import { migrations } from './migrations.ts';
import { readSlice, TwoMemories } from './reader.ts';
import { BlobRows } from './rows.ts';
import type { Slice } from './slices.ts';
import type { Client, StagedBlob, WriteOptions } from './staging.ts';
import type { FileWriter } from './writer.ts';

export interface BlobStoreOptions {
  readonly database: Database;
  /** The folder of the files; nothing else may be in it. */
  readonly directory: string;
  /** Up to this size a blob is a database row: its put shares the group commit and needs no file. */
  readonly inlineBytes?: number;
  /** Whether a blob survives the loss of power, not only of the process. */
  readonly fsync?: boolean;
}

const INLINE_BYTES = 16 * 1024;
/** How far the mark may lag behind; bounds the files looked at when opening. */
const MARK_STEP = 256;

/**
 * Bytes by id. Small blobs are rows, others are files. Rows decide: a file without a row is rubbish, so a file may be
 * written at its final place, and a crash at any point leaves at worst a file to be removed at the next opening.
 * `blob_mark.low` says below which id all files have been accounted for, so that opening looks at the newest only.
 */
export class BlobStore {
  readonly #database: Database;
  readonly #files: BlobFiles;
  readonly #inlineBytes: number;
  readonly #fsync: boolean;
  /** Ids that have a file but no durable row yet. */
  readonly #underway = new Set<number>();
  readonly #readers = new Map<number, number>();
  readonly #doomed = new Set<number>();
  readonly #removals = new Set<Promise<void>>();
  readonly #rows: BlobRows;
  #next = 1;
  #low = 1;

  private constructor(options: BlobStoreOptions) {
    this.#database = options.database;
    this.#inlineBytes = options.inlineBytes ?? INLINE_BYTES;
    this.#fsync = options.fsync ?? true;
    this.#files = new BlobFiles(options.directory, this.#fsync);
    this.#rows = new BlobRows(options.database);
  }

  static async open(options: BlobStoreOptions): Promise<BlobStore> {
    const store = new BlobStore(options);
    await store.#recover();
    return store;
  }

  /** Takes a stream in without holding it in memory. Durable when it resolves, except for inline bytes, which `keep` writes. */
  async write(source: AsyncIterable<Uint8Array>, options: WriteOptions = {}): Promise<StagedBlob> {
    const { observe, written, client, expectedBytes = 0 } = options;
    const id = this.#next++;
    if (source instanceof HeldBytes) {
      const bytes = source.whole();
      if (bytes.length <= this.#inlineBytes) {
        const wait = observe?.(bytes);
        if (wait) await wait;
        return { id, size: bytes.length, inline: bytes };
      }
    }
    let size = 0;
    let held: Uint8Array[] | undefined = [];
    let writer: FileWriter | undefined;
    try {
      for await (const chunk of source) {
        client?.signal.throwIfAborted();
        if (chunk.length === 0) continue;
        const wait = observe?.(chunk);
        if (wait) await wait;
        size += chunk.length;
        if (held && size <= this.#inlineBytes) {
          held.push(chunk);
          continue;
        }
        if (!writer) {
          this.#underway.add(id);
          writer = await this.#files.writer(id, expectedBytes, written);
          for (const early of held ?? []) void writer.append(early);
          held = undefined;
        }
        const full = writer.append(chunk);
        if (full) await full;
      }
      client?.signal.throwIfAborted();
      if (!writer) return { id, size, inline: held?.length === 1 && held[0] ? held[0] : Buffer.concat(held ?? []) };
      await writer.finish();
      await this.#files.syncName(id);
      return { id, size, inline: undefined };
    } catch (failure) {
      if (writer) await writer.abandon();
      this.#files.clear(); // where the disk is full, what comes next may have the room
      if (this.#underway.has(id)) await this.#drop(id);
      throw failure;
    }
  }

  /** Gives staged bytes a row with one reference. Within the caller's transaction; if that fails, `discard` is still due. */
  keep(staged: StagedBlob): Slice {
    const insert = this.#database.statement('INSERT INTO blob (id, size, refs, data) VALUES (?, ?, 1, ?)');
    insert.get(staged.id, staged.size, staged.inline ?? null);
    if (!staged.inline) {
      const low = Math.min(...this.#underway, this.#next);
      if (low - this.#low >= MARK_STEP) {
        this.#database.statement('UPDATE blob_mark SET low = ?').run(low);
        this.#low = low;
      }
      const settle = () => {
        if (this.#known(staged.id)) this.#underway.delete(staged.id);
      };
      const undecided = () => {}; // stays underway
      queueMicrotask(() => void this.#database.settled().then(settle).catch(undecided));
    }
    return { blob: staged.id, offset: 0, length: staged.size };
  }

  /**
   * The same, and one owner less for what they replace. Where both are small and nobody else has the old ones, the new bytes take their row:
   * the database then has one page to write, where a row that comes and one that goes are several.
   */
  replace(staged: StagedBlob, before: readonly Slice[]): Slice {
    const [only] = before;
    const taken = staged.inline && only && before.length === 1 && this.#rows.replace(only, staged.inline);
    if (taken) return taken;
    this.release(before);
    return this.keep(staged);
  }

  /** Forgets staged bytes that were not kept. Harmless for those that were. */
  async discard(staged: StagedBlob): Promise<void> {
    if (this.#underway.has(staged.id) && !this.#known(staged.id)) await this.#drop(staged.id);
  }

  /** One more owner for each slice's blob. Within a transaction; fails where the bytes are not there any more. */
  retain(slices: readonly Slice[]): void {
    for (const slice of slices) this.#rows.retain(slice);
  }

  /** Does what takes several turns; the bytes, which are there now, stay until it is done. */
  async holding<T>(slices: readonly Slice[], work: () => Promise<T>): Promise<T> {
    this.#database.transaction(() => this.retain(slices));
    try {
      return await work();
    } finally {
      this.#database.transaction(() => this.release(slices));
    }
  }

  /** One owner less; the last one takes the bytes along, once the transaction is durable and nobody reads them. */
  release(slices: readonly Slice[]): void {
    const gone: number[] = [];
    // most are rows of one owner: they take one statement
    const lone = this.#database.statement('DELETE FROM blob WHERE id = ? AND refs = 1 AND data IS NOT NULL');
    for (const { blob } of slices) {
      this.#rows.forget(blob);
      if (Number(lone.run(blob).changes) > 0) continue;
      const row = this.#database.statement('SELECT refs, data IS NULL AS file FROM blob WHERE id = ?').get(blob) as
        | { refs: number; file: number }
        | undefined;
      if (!row) continue;
      if (row.refs > 1) {
        this.#database.statement('UPDATE blob SET refs = refs - 1 WHERE id = ?').run(blob);
        continue;
      }
      this.#database.statement('DELETE FROM blob WHERE id = ?').run(blob);
      if (!row.file) continue;
      this.#database.statement('INSERT OR IGNORE INTO blob_garbage (id) VALUES (?)').run(blob);
      gone.push(blob);
    }
    const sweep = () => this.#sweep(gone);
    if (gone.length > 0) queueMicrotask(() => void this.#database.settled().then(sweep, () => {}));
  }

  /**
   * The bytes as a stream with bounded memory. The blobs stay readable until the stream ends or is left, even if released meanwhile.
   * With `lend`, memory for its pieces, a piece is good until the next one is asked for.
   */
  read(slices: readonly Slice[], client?: Client, lend?: Lend): AsyncIterable<Uint8Array> {
    // a lone small blob is read now: no file to hold open, and the common case of small objects stays cheap
    const [only] = slices;
    if (only && slices.length === 1) {
      const data = this.#rows.read(only);
      if (data) return HeldBytes.of(data);
    }
    // rows go with their last owner, whoever reads them: what may be one is read now
    const rows = new Map<Slice, Uint8Array>();
    for (const slice of slices) {
      this.#readers.set(slice.blob, (this.#readers.get(slice.blob) ?? 0) + 1);
      const data = slice.length <= this.#inlineBytes ? this.#rows.read(slice) : undefined;
      if (data) rows.set(slice, data);
    }
    let held = true;
    const letGo = () => {
      if (!held) return;
      held = false;
      for (const { blob } of slices) this.#leave(blob);
    };
    const stream = this.#stream(slices, rows, client?.signal, lend && new TwoMemories(lend), letGo);
    // leaving before the first step never enters the generator's `finally`
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => stream.next(),
        return: async () => {
          await stream.return(undefined);
          letGo();
          return { done: true, value: undefined };
        },
      }),
    };
  }

  /** Waits for removals that are underway. */
  async close(): Promise<void> {
    while (this.#removals.size > 0) await Promise.allSettled([...this.#removals]);
    await this.#files.close();
  }

  async *#stream(
    slices: readonly Slice[],
    rows: ReadonlyMap<Slice, Uint8Array>,
    signal: AbortSignal | undefined,
    memories: TwoMemories | undefined,
    done: () => void,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (const slice of slices) {
        const data = rows.get(slice);
        if (data) yield data;
        else yield* readSlice(this.#files.path(slice.blob), slice, signal, memories);
      }
    } finally {
      done();
    }
  }

  #known(id: number): boolean {
    return this.#database.statement('SELECT 1 FROM blob WHERE id = ?').get(id) !== undefined;
  }

  #leave(blob: number): void {
    const left = (this.#readers.get(blob) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(blob, left);
      return;
    }
    this.#readers.delete(blob);
    if (this.#doomed.delete(blob)) this.#sweep([blob]);
  }

  #sweep(ids: readonly number[]): void {
    const removal = (async () => {
      for (const id of ids) {
        if (this.#known(id)) continue; // the transaction that released it was undone
        if (this.#readers.has(id)) {
          this.#doomed.add(id);
          continue;
        }
        await this.#files.retire(id);
        this.#underway.delete(id);
        this.#database.transaction(() => this.#database.statement('DELETE FROM blob_garbage WHERE id = ?').run(id));
      }
    })().catch(() => {}); // stays in blob_garbage: tried again at the next opening
    this.#removals.add(removal);
    void removal.then(() => this.#removals.delete(removal));
  }

  async #drop(id: number): Promise<void> {
    await this.#files.remove(id);
    this.#underway.delete(id);
  }

  async #recover(): Promise<void> {
    const database = this.#database;
    database.migrate('blobs', migrations);
    for (const { id } of database.statement('SELECT id FROM blob_garbage').all() as { id: number }[])
      await this.#files.remove(id);
    const { low } = database.statement('SELECT low FROM blob_mark').get() as { low: number };
    let last = (database.statement('SELECT max(id) AS id FROM blob').get() as { id: number | null }).id ?? 0;
    for (const id of await this.#files.from(low)) {
      if (this.#known(id)) last = Math.max(last, id);
      else await this.#files.remove(id);
    }
    this.#next = Math.max(low, last + 1);
    this.#low = this.#next;
    database.transaction(() => {
      database.statement('DELETE FROM blob_garbage').run();
      database.statement('UPDATE blob_mark SET low = ?').run(this.#next);
      this.#rows.begin();
    });
    await database.settled();
  }
}
