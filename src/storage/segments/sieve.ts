/** Passes what holds at least one of some byte strings. Each piece of a file is searched once for each of them. */
export class Sieve {
  readonly #needles: readonly Needle[];
  /** Where in the piece each needle is found next; infinity: not again. */
  readonly #next: number[];

  constructor(needles: readonly Uint8Array[]) {
    this.#needles = needles.map(needleOf);
    this.#next = needles.map(() => -1);
  }

  /** Another piece, or other bytes in it. */
  begin(): void {
    this.#next.fill(-1);
  }

  /** Whether the bytes from `from` to `end` hold one. Within a piece, `from` must not go back. */
  passes(piece: Buffer, from: number, end: number): boolean {
    for (let i = 0; i < this.#needles.length; i++) {
      const needle = this.#needles[i] as Needle;
      let next = this.#next[i] as number;
      if (next < from) {
        next = find(piece, needle, from);
        this.#next[i] = next;
      }
      if (next + needle.bytes.length <= end) return true;
    }
    return false;
  }
}

interface Needle {
  readonly bytes: Buffer;
  /** Its end from the rarest letter on: bytes are looked for by their first. */
  readonly end: Buffer;
}

/** What log lines are made of, the most frequent first. */
const COMMON = Buffer.from(' etaoinsrl.cdpumhg"0123456789,:/_-fbkvwyjxqz');

function needleOf(of: Uint8Array): Needle {
  const bytes = Buffer.from(of);
  const rarity = (at: number) => (COMMON.indexOf(bytes[at] as number) + COMMON.length + 1) % (COMMON.length + 1);
  let start = 0;
  for (let at = 1; at <= bytes.length - 3; at++) if (rarity(at) > rarity(start)) start = at;
  return { bytes, end: bytes.subarray(start) };
}

/** Where a needle begins from a place on; infinity where it does not. */
function find(piece: Buffer, { bytes, end }: Needle, from: number): number {
  const before = bytes.length - end.length;
  for (let at = from + before; ; at++) {
    at = piece.indexOf(end, at);
    if (at < 0) return Number.POSITIVE_INFINITY;
    if (before === 0 || bytes.compare(piece, at - before, at, 0, before) === 0) return at - before;
  }
}
