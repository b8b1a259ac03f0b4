import type { Lend } from '#core';

/** What a document begins with room for, and the most it is expected to need because the last one did. */
const SMALL = 4 * 1024;
const LARGE = 2 * 1024 * 1024;

/** Up to this length a loop over a text is quicker than the way to native code and back. */
const SHORT_TEXT = 128;

const NOTHING = Buffer.alloc(0);

/** Bytes of a document that is being written: the part that JSON and CBOR have in common. */
export abstract class ByteSink {
  protected bytes: Buffer = NOTHING;
  protected at = 0;
  #expected = SMALL;
  #lend: Lend = Buffer.allocUnsafe;

  /** A document from its start to its end. Room is made for one like the last: grown bytes are copied. */
  document(write: () => void, lend: Lend = Buffer.allocUnsafe): Buffer {
    this.#lend = lend;
    this.bytes = lend(this.#expected);
    this.at = 0;
    try {
      write();
      const whole = this.bytes.subarray(0, this.at);
      this.#expected = Math.min(Math.max(whole.length + SMALL, SMALL), LARGE);
      return whole;
    } finally {
      this.bytes = NOTHING;
      this.#lend = Buffer.allocUnsafe;
    }
  }

  get place(): number {
    return this.at;
  }

  /** A copy of what was written from a place on. */
  since(place: number): Buffer {
    return Buffer.from(this.bytes.subarray(place, this.at));
  }

  /** What is as it has to be. */
  ready(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  protected room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const grown = this.#lend(Math.max(this.bytes.length * 2, this.at + length));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  protected copy(prepared: Uint8Array, from: number): void {
    const { length } = prepared;
    this.room(length);
    const { bytes } = this;
    let { at } = this;
    for (let i = from; i < length; i++) bytes[at++] = prepared[i] as number;
    this.at = at;
  }

  /** Short bytes between `low` and `~` that are none of the two; answers whether they were. */
  protected plainBytes(from: Uint8Array, start: number, end: number, low: number, not: number, nor: number): boolean {
    const length = end - start;
    if (length > SHORT_TEXT) return false;
    this.room(length);
    const { bytes, at } = this;
    for (let i = 0; i < length; i++) {
      const code = from[start + i] as number;
      if (code < low || code > 0x7e || code === not || code === nor) return false;
      bytes[at + i] = code;
    }
    this.at = at + length;
    return true;
  }

  /** A short text of ASCII between `low` and `~` that has none of the two; answers whether it was one. */
  protected plain(text: string, low: number, not: number, nor: number): boolean {
    const { length } = text;
    if (length > SHORT_TEXT) return false;
    this.room(length);
    const { bytes, at } = this;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code < low || code > 0x7e || code === not || code === nor) return false;
      bytes[at + i] = code;
    }
    this.at = at + length;
    return true;
  }
}
