/** Passes what holds at least one of some byte strings. Each piece of a file is searched once for each of them. */
export class Sieve {
  readonly #needles: readonly Uint8Array[];
  /** Where in the piece each needle is found next; infinity: not again. */
  readonly #next: number[];

  constructor(needles: readonly Uint8Array[]) {
    this.#needles = needles;
    this.#next = needles.map(() => -1);
  }

  /** Another piece, or other bytes in it. */
  begin(): void {
    this.#next.fill(-1);
  }

  /** Whether the bytes from `from` to `end` hold one. Within a piece, `from` must not go back. */
  passes(piece: Buffer, from: number, end: number): boolean {
    for (const [i, needle] of this.#needles.entries()) {
      let next = this.#next[i] as number;
      if (next < from) {
        next = piece.indexOf(needle, from);
        if (next < 0) next = Number.POSITIVE_INFINITY;
        this.#next[i] = next;
      }
      if (next + needle.length <= end) return true;
    }
    return false;
  }
}
