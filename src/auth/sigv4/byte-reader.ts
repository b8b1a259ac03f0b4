import { malformedChunk } from './errors.ts';

const CR = 13;
const LF = 10;

/** Reads lines and counted bytes from a stream of pieces, whatever their cuts. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #fill(): Promise<boolean> {
    while (this.#at >= this.#piece.length) {
      const next = await this.#source.next();
      if (next.done) return false;
      this.#piece = next.value;
      this.#at = 0;
    }
    return true;
  }

  /** Lets the source go: whoever stops reading early must say so. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  /** At least one and at most `count` bytes; undefined at the end. */
  async upTo(count: number): Promise<Uint8Array | undefined> {
    if (this.#at >= this.#piece.length && !(await this.#fill())) return undefined;
    const end = Math.min(this.#at + count, this.#piece.length);
    const bytes = this.#piece.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** The text up to the next CR LF, without it. Undefined at the end, and for a line that breaks off, unless the last may. */
  async line(limit: number, lastMayBreakOff = false): Promise<string | undefined> {
    let text = '';
    let started = false;
    while (this.#at < this.#piece.length || (await this.#fill())) {
      started = true;
      const end = this.#piece.indexOf(LF, this.#at);
      const stop = end < 0 ? this.#piece.length : end + 1;
      if (text.length + stop - this.#at > limit + 2) throw malformedChunk();
      text += Buffer.from(this.#piece.buffer, this.#piece.byteOffset + this.#at, stop - this.#at).toString('latin1');
      this.#at = stop;
      if (end < 0) continue;
      if (text.charCodeAt(text.length - 2) !== CR) throw malformedChunk();
      return text.slice(0, -2);
    }
    return started && lastMayBreakOff ? text : undefined;
  }
}
