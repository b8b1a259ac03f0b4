import { type FileHandle, open } from 'node:fs/promises';

/** Chunks of a socket are small: they are gathered to this size before they go to the disk in one call. */
const BATCH_BYTES = 512 * 1024;
/** So much may be gathered while the batch before is on its way. */
const GATHERED_BYTES = 2 * 1024 * 1024;
/** The disk starts on a long file while the rest still arrives, so that the last sync has little left to do. */
const EARLY_SYNC_BYTES = 32 * 1024 * 1024;

export interface WriterOptions {
  readonly fsync: boolean;
  /** Told of every chunk that is in the file. */
  readonly written?: ((chunk: Uint8Array) => void) | undefined;
}

/** Writes a file from its beginning. At most one batch is on its way to the disk while the next one is gathered. */
export class FileWriter {
  readonly #handle: FileHandle;
  readonly #fsync: boolean;
  /** Whether the file may be longer than what is written to it. */
  readonly #over: boolean;
  readonly #written: WriterOptions['written'];
  #length = 0;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #sinceSync = 0;
  #writing: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;

  private constructor(handle: FileHandle, { fsync, written }: WriterOptions, over: boolean) {
    this.#handle = handle;
    this.#fsync = fsync;
    this.#written = written;
    this.#over = over;
  }

  static async create(path: string, options: WriterOptions): Promise<FileWriter> {
    return new FileWriter(await open(path, 'wx', 0o600), options, false);
  }

  /** Over what is in a file, nothing of which remains. */
  static async over(path: string, options: WriterOptions): Promise<FileWriter> {
    return new FileWriter(await open(path, 'r+'), options, true);
  }

  /** A promise where there is no room before the batch that is on its way has been written (backpressure). */
  append(chunk: Uint8Array): Promise<void> | undefined {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes < BATCH_BYTES) return undefined;
    if (this.#writing) return this.#gatheredBytes < GATHERED_BYTES ? undefined : this.#writing;
    this.#begin();
    return undefined;
  }

  /** Everything is on the disk and the file is closed. */
  async finish(): Promise<void> {
    while (this.#writing || this.#gathered.length > 0) {
      if (!this.#writing) this.#begin();
      await this.#writing;
    }
    await this.#syncing;
    if (this.#over) await this.#handle.truncate(this.#length);
    if (this.#fsync) await this.#handle.datasync();
    await this.#handle.close();
  }

  /** Lets go of the file; its removal is the caller's. */
  async abandon(): Promise<void> {
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#writing?.catch(() => {});
    await this.#syncing?.catch(() => {});
    await this.#handle.close().catch(() => {});
  }

  #begin(): void {
    const batch = this.#gathered;
    const bytes = this.#gatheredBytes;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    const writing = this.#write(batch, bytes).then(() => {
      this.#writing = undefined;
      if (this.#gatheredBytes >= BATCH_BYTES) this.#begin();
    });
    writing.catch(() => {}); // what has failed stays: heard by whoever waits for it, by finish at the latest
    this.#writing = writing;
  }

  async #write(batch: Uint8Array[], bytes: number): Promise<void> {
    await writeAll(this.#handle, batch, bytes);
    if (this.#written) for (const chunk of batch) this.#written(chunk);
    this.#length += bytes;
    this.#sinceSync += bytes;
    if (!this.#fsync || this.#sinceSync < EARLY_SYNC_BYTES || this.#syncing) return;
    this.#sinceSync = 0;
    const syncing = this.#handle.datasync().finally(() => {
      this.#syncing = undefined;
    });
    syncing.catch(() => {}); // a failing disk fails the last sync too
    this.#syncing = syncing;
  }
}

async function writeAll(handle: FileHandle, chunks: Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await handle.writev(chunks);
  let behind = bytesWritten;
  if (behind === bytes) return;
  for (const chunk of chunks) {
    if (behind >= chunk.length) {
      behind -= chunk.length;
      continue;
    }
    for (let from = behind; from < chunk.length; ) {
      const { bytesWritten: more } = await handle.write(chunk, from, chunk.length - from);
      from += more;
    }
    behind = 0;
  }
}
