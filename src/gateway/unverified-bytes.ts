/**
 * Bytes of bodies that are not all here, of all connections together. Whoever sends them has not been verified, as the signature covers
 * the body: so together they may hold this much and no more.
 */
export class UnverifiedBytes {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False where there is no room for so many more. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}
