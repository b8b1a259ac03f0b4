import { createHash } from 'node:crypto';

/** A body that comes piece by piece. It is read once: either its pieces as they come, or into memory of whoever reads it, which costs less. */
export class StreamedBytes implements AsyncIterable<Uint8Array> {
  readonly #pieces: () => AsyncIterator<Uint8Array>;
  /** Resolves when all of `into` is filled or the body has ended, with the number of bytes. */
  readonly fill: (into: Buffer) => Promise<number>;

  constructor(pieces: () => AsyncIterator<Uint8Array>, fill: (into: Buffer) => Promise<number>) {
    this.#pieces = pieces;
    this.fill = fill;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pieces();
  }
}

/**
 * A body whose sender has said what its SHA-256 is. Whoever reads it has it checked at its end; who computes digests anyway may read what is
 * `unchecked`, and check it with his own.
 */
export class PromisedBytes implements AsyncIterable<Uint8Array> {
  readonly unchecked: AsyncIterable<Uint8Array>;
  /** Throws where it is another. */
  readonly check: (sha256: Uint8Array) => void;

  constructor(unchecked: AsyncIterable<Uint8Array>, check: (sha256: Uint8Array) => void) {
    this.unchecked = unchecked;
    this.check = check;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const hash = createHash('sha256');
    for await (const piece of this.unchecked) {
      hash.update(piece);
      yield piece;
    }
    this.check(hash.digest());
  }
}
