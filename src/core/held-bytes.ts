/** A body that is here already: who can use it at once need not wait for its pieces. */
export class HeldBytes implements AsyncIterable<Uint8Array> {
  readonly #whole: () => Uint8Array;

  /** `whole` may throw: bytes that are not what was promised are told of when they are asked for. */
  constructor(whole: () => Uint8Array) {
    this.#whole = whole;
  }

  static of(bytes: Uint8Array): HeldBytes {
    return new HeldBytes(() => bytes);
  }

  whole(): Uint8Array {
    return this.#whole();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const bytes = this.#whole();
    if (bytes.length > 0) yield bytes;
  }
}
