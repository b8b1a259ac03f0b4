/** Shorter files are made as quickly as they are written over. */
const LEAST_BYTES = 1024 * 1024;
const ALL_BYTES = 256 * 1024 * 1024;
/** For so long the disk is kept for a file like it, in milliseconds. */
const KEPT_MS = 10_000;

interface Spare {
  readonly id: number;
  readonly bytes: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Files of blobs that are gone, kept for a moment to be written over: whoever replaces long objects again and again would otherwise wait for the
 * system to clear the old one's pages of memory and find new ones, which takes up to as long as all else about the object.
 */
export class SpareFiles {
  readonly #remove: (id: number) => void;
  readonly #spares: Spare[] = [];
  #bytes = 0;

  /** `remove`: takes away a file that nobody wrote over. */
  constructor(remove: (id: number) => void) {
    this.#remove = remove;
  }

  /** Whether a file of this length is worth keeping. */
  static worth(bytes: number): boolean {
    return bytes >= LEAST_BYTES && bytes <= ALL_BYTES;
  }

  /** Takes a file in; the ones that were there longest make room for it. */
  add(id: number, bytes: number): void {
    const timer = setTimeout(() => this.#expire(id), KEPT_MS).unref();
    this.#spares.push({ id, bytes, timer });
    this.#bytes += bytes;
    while (this.#bytes > ALL_BYTES) this.#remove(this.#out(0).id);
  }

  /** The id of a file that `bytes` fill by half at least, and is none of the caller's any more. */
  take(bytes: number): number | undefined {
    const fit = this.#spares.findIndex((spare) => spare.bytes <= 2 * bytes && bytes >= LEAST_BYTES);
    return fit < 0 ? undefined : this.#out(fit).id;
  }

  removeAll(): void {
    while (this.#spares.length > 0) this.#remove(this.#out(0).id);
  }

  #expire(id: number): void {
    const at = this.#spares.findIndex((spare) => spare.id === id);
    if (at >= 0) this.#remove(this.#out(at).id);
  }

  #out(at: number): Spare {
    const [spare] = this.#spares.splice(at, 1) as [Spare];
    clearTimeout(spare.timer);
    this.#bytes -= spare.bytes;
    return spare;
  }
}
