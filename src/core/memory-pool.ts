const SMALLEST = 64 * 1024;
/** What is kept of one size, in pieces and in bytes. */
const KEPT = 16;
const KEPT_BYTES = 12 * 1024 * 1024;
/** For what is short: a record, a small answer. */
const TINY = 4 * 1024;

/** The memory that is kept is tiny, or begins at the smallest size and doubles up to the largest. */
export const LARGEST_LENT = 2 * 1024 * 1024;

/**
 * Memory to be used again. Steady work on large bytes makes no garbage with it; without, every few dozen megabytes V8 looks at
 * everything there is, to find that only they can go, and that costs more than all the work on the bytes themselves.
 */
export class MemoryPool {
  readonly #kept = new Map<number, ArrayBufferLike[]>([[TINY, []]]);

  constructor() {
    for (let size = SMALLEST; size <= LARGEST_LENT; size *= 2) this.#kept.set(size, []);
  }

  /** At least that many bytes, with anything in them. */
  take(bytes: number): Buffer {
    if (bytes > LARGEST_LENT) return Buffer.allocUnsafeSlow(bytes);
    let size = bytes <= TINY ? TINY : SMALLEST;
    while (size < bytes) size *= 2;
    const memory = this.#kept.get(size)?.pop();
    return memory ? Buffer.from(memory) : Buffer.allocUnsafeSlow(size);
  }

  /** Takes back what was lent, or a view of its beginning. Nobody may look at it any more. */
  give({ buffer, byteOffset }: Uint8Array): void {
    const kept = byteOffset === 0 ? this.#kept.get(buffer.byteLength) : undefined;
    if (kept && kept.length < KEPT && kept.length * buffer.byteLength < KEPT_BYTES) kept.push(buffer);
  }
}
