import { closeSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SpareFiles } from './spares.ts';
import { FileWriter, type WriterOptions } from './writer.ts';

/** How many blobs share a folder: small enough to list quickly, large enough to make folders rarely. */
const PER_FOLDER = 1024;
/** No number in base 36: files without a blob, which are to be written over. */
const SPARE = '_spare';

/** Where the bytes of blobs lie: `<root>/<id / 1024>/<id>`, both numbers in base 36. */
export class BlobFiles {
  readonly #root: string;
  readonly #fsync: boolean;
  readonly #made = new Set<number>();
  readonly #removals = new Set<Promise<void>>();
  readonly #spares = new SpareFiles((id) => {
    const removal = rm(this.#sparePath(id), { force: true })
      .catch(() => {}) // the next opening takes it away
      .then(() => void this.#removals.delete(removal));
    this.#removals.add(removal);
  });
  readonly #syncs = new Map<number, { running: Promise<void>; next: Promise<void> | undefined }>();

  constructor(root: string, fsync: boolean) {
    this.#root = root;
    this.#fsync = fsync;
    rmSync(join(root, SPARE), { recursive: true, force: true });
    mkdirSync(join(root, SPARE), { recursive: true, mode: 0o700 });
  }

  path(id: number): string {
    return join(this.#root, Math.floor(id / PER_FOLDER).toString(36), id.toString(36));
  }

  /** The path of a blob that is about to be written; its folder exists and is durable. */
  #prepare(id: number): string {
    const folder = Math.floor(id / PER_FOLDER);
    if (!this.#made.has(folder)) {
      if (mkdirSync(join(this.#root, folder.toString(36)), { recursive: true, mode: 0o700 }) !== undefined) this.#syncRoot();
      this.#made.add(folder);
    }
    return this.path(id);
  }

  /** Makes the name of a written file durable. Writers of one folder share the work: one sync runs, one waits for all who came since. */
  syncName(id: number): Promise<void> {
    if (!this.#fsync) return Promise.resolve();
    const folder = Math.floor(id / PER_FOLDER);
    const current = this.#syncs.get(folder);
    if (!current) {
      const entry = { running: this.#syncFolder(folder), next: undefined };
      this.#syncs.set(folder, entry);
      this.#forgetAfter(folder, entry);
      return entry.running;
    }
    current.next ??= current.running
      .catch(() => {})
      .then(() => {
        const entry = { running: this.#syncFolder(folder), next: undefined };
        this.#syncs.set(folder, entry);
        this.#forgetAfter(folder, entry);
        return entry.running;
      });
    return current.next;
  }

  /** Removes a file; one that is not there is fine. */
  async remove(id: number): Promise<void> {
    await rm(this.path(id), { force: true });
  }

  /**
   * A writer of the blob's file, which is new, or a spare one under the blob's name where `expectedBytes` (0: not known) fill half of it.
   * Rejects with the system's error; what it left is under the blob's name then, for `remove`.
   */
  async writer(id: number, expectedBytes: number, written?: WriterOptions['written']): Promise<FileWriter> {
    const path = this.#prepare(id);
    const options = { fsync: this.#fsync, written };
    const spare = this.#spares.take(expectedBytes);
    if (spare === undefined) return FileWriter.create(path, options);
    await rename(this.#sparePath(spare), path);
    return FileWriter.over(path, options);
  }

  /** Takes the file of a blob that is gone. It loses its name durably before it is written over: nobody is to read other bytes after a loss of power. */
  async retire(id: number): Promise<void> {
    const { size } = await stat(this.path(id)).catch(() => ({ size: 0 }));
    if (!SpareFiles.worth(size)) return this.remove(id);
    await rename(this.path(id), this.#sparePath(id));
    await this.#syncFolder(Math.floor(id / PER_FOLDER));
    this.#spares.add(id, size);
  }

  /** Gives the disk back what was kept to be written over. */
  clear(): void {
    this.#spares.removeAll();
  }

  async close(): Promise<void> {
    this.clear();
    await Promise.all(this.#removals);
  }

  /** The ids of all files whose id is at least `low`. */
  async from(low: number): Promise<number[]> {
    const found: number[] = [];
    const first = Math.floor(low / PER_FOLDER);
    for (const folder of await readdir(this.#root)) {
      if (!/^[0-9a-z]+$/.test(folder) || Number.parseInt(folder, 36) < first) continue;
      for (const name of await readdir(join(this.#root, folder))) {
        const id = Number.parseInt(name, 36);
        if (id >= low && id.toString(36) === name) found.push(id);
      }
    }
    return found;
  }

  #sparePath(id: number): string {
    return join(this.#root, SPARE, id.toString(36));
  }

  #forgetAfter(folder: number, entry: { running: Promise<void>; next: Promise<void> | undefined }): void {
    const forget = () => {
      if (entry.next === undefined && this.#syncs.get(folder) === entry) this.#syncs.delete(folder);
    };
    entry.running.then(forget, forget);
  }

  async #syncFolder(folder: number): Promise<void> {
    const handle = await open(join(this.#root, folder.toString(36)), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  #syncRoot(): void {
    if (!this.#fsync) return;
    const handle = openSync(this.#root, 'r');
    fsyncSync(handle);
    closeSync(handle);
  }
}
