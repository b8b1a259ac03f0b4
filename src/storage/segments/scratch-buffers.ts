const KEPT_BYTES = 1024 * 1024;
const KEPT = 4;

/** Buffers to encode into, used again so that steady writing makes no garbage. */
export class ScratchBuffers {
  readonly #kept: Buffer[] = [];

  /** Lends a buffer of at least that size until `work` is done. */
  async with<T>(bytes: number, work: (buffer: Buffer) => Promise<T>): Promise<T> {
    const buffer = bytes > KEPT_BYTES ? Buffer.allocUnsafeSlow(bytes) : bytes <= 4096 ? Buffer.allocUnsafe(bytes) : this.#take();
    try {
      return await work(buffer);
    } finally {
      if (buffer.length === KEPT_BYTES && bytes > 4096 && this.#kept.length < KEPT) this.#kept.push(buffer);
    }
  }

  #take(): Buffer {
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(KEPT_BYTES);
  }
}
