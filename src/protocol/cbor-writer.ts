import { ARRAY, BYTES, EPOCH, MAP, NEGATIVE, TAG, TEXT, UINT } from './cbor.ts';

/** An instant that is written in seconds; the writer's own are in milliseconds. */
export class EpochSeconds {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

const SMALL = 1024;
const LARGE = 1024 * 1024;

/** A function that writes numbers, texts, bytes, instants, lists and maps; what is undefined is left out of maps. */
export function cborWriter(): (value: unknown) => Uint8Array {
  // room for a document like the last: grown bytes are copied
  let expected = SMALL;
  return (value) => {
    const writer = new Writer(expected);
    writer.value(value);
    const bytes = writer.bytes();
    expected = Math.min(bytes.length + SMALL, LARGE);
    return bytes;
  };
}

export const writeCbor = cborWriter();

/** Up to this length a loop is quicker than the way to native code and back. */
const ASCII_LOOP = 64;

class Writer {
  #bytes: Buffer;
  #at = 0;

  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#byte(value ? 0xf5 : 0xf4);
    else if (typeof value === 'object' && value !== null) this.#object(value);
    else this.#byte(0xf6);
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) {
      this.#head(BYTES, value.length);
      this.#room(value.length);
      this.#bytes.set(value, this.#at);
      this.#at += value.length;
    } else if (Array.isArray(value)) {
      this.#head(ARRAY, value.length);
      for (const item of value) this.value(item);
    } else if (value instanceof Date) {
      this.#head(TAG, EPOCH);
      this.#number(value.getTime());
    } else if (value instanceof EpochSeconds) {
      this.#head(TAG, EPOCH);
      this.#number(value.seconds);
    } else this.#map(value as Record<string, unknown>);
  }

  #map(value: Record<string, unknown>): void {
    const keys = Object.keys(value);
    let count = 0;
    for (const key of keys) if (value[key] !== undefined) count++;
    this.#head(MAP, count);
    for (const key of keys) {
      const item = value[key];
      if (item === undefined) continue;
      this.#text(key);
      this.value(item);
    }
  }

  #text(text: string): void {
    if (text.length <= ASCII_LOOP && this.#ascii(text)) return;
    const length = Buffer.byteLength(text, 'utf8');
    this.#head(TEXT, length);
    this.#room(length);
    this.#at += this.#bytes.write(text, this.#at, length, 'utf8');
  }

  /** A short text, unless it turns out not to be ASCII. */
  #ascii(text: string): boolean {
    const start = this.#at;
    this.#head(TEXT, text.length);
    this.#room(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.#at = start;
        return false;
      }
      this.#bytes[this.#at + i] = code;
    }
    this.#at += text.length;
    return true;
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) this.#head(UINT, value);
      else this.#head(NEGATIVE, -1 - value);
      return;
    }
    this.#room(9);
    this.#bytes[this.#at++] = 0xfb;
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  #head(major: number, count: number): void {
    this.#room(9);
    const type = major << 5;
    if (count < 24) this.#bytes[this.#at++] = type | count;
    else if (count < 0x100) {
      this.#bytes[this.#at++] = type | 24;
      this.#bytes[this.#at++] = count;
    } else if (count < 0x1_0000) {
      this.#bytes[this.#at++] = type | 25;
      this.#at = this.#bytes.writeUInt16BE(count, this.#at);
    } else if (count < 0x1_0000_0000) {
      this.#bytes[this.#at++] = type | 26;
      this.#at = this.#bytes.writeUInt32BE(count, this.#at);
    } else {
      this.#bytes[this.#at++] = type | 27;
      this.#at = this.#bytes.writeUInt32BE(Math.floor(count / 0x1_0000_0000), this.#at);
      this.#at = this.#bytes.writeUInt32BE(count >>> 0, this.#at);
    }
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#at++] = byte;
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + length));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
