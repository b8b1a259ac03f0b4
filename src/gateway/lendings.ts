import type { Lend, MemoryPool } from '#core';

/** What one request has borrowed, until its answer has been sent. */
export class Lendings {
  readonly #pool: MemoryPool | undefined;
  readonly #input: Buffer[] = [];
  readonly #answer: Buffer[] = [];

  /** Without a pool nothing is used again: HTTP/2 does not tell when it has let go of an answer's bytes. */
  constructor(pool: MemoryPool | undefined) {
    this.#pool = pool;
  }

  /** For the request, and what is read out of it. */
  readonly forInput: Lend = (bytes) => this.#lend(this.#input, bytes);

  /** For the answer, and what goes into it. */
  readonly forAnswer: Lend = (bytes) => this.#lend(this.#answer, bytes);

  /** Whether memory is used again within the answer, too: piece by piece. */
  get again(): boolean {
    return this.#pool !== undefined;
  }

  /** Whether anything was. */
  get any(): boolean {
    return this.#input.length + this.#answer.length > 0;
  }

  /** Gives back what nobody looks at any more. The input may have been kept by what it was for: then its memory is left to the collector. */
  end(inputToo: boolean): void {
    for (const memory of this.#answer.splice(0)) this.#pool?.give(memory);
    for (const memory of this.#input.splice(0)) if (inputToo) this.#pool?.give(memory);
  }

  #lend(to: Buffer[], bytes: number): Buffer {
    if (!this.#pool) return Buffer.allocUnsafe(bytes);
    const memory = this.#pool.take(bytes);
    to.push(memory);
    return memory;
  }
}
