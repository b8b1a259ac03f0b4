import { ByteSink } from './byte-sink.ts';
import { ARRAY, BYTES, EPOCH, MAP, NEGATIVE, TAG, TEXT, UINT } from './cbor.ts';
import type { TreeSink } from './tree-writer.ts';

/**
 * Writes a document of numbers, texts, bytes, instants, lists and maps; what is undefined is left out of maps. `instantUnit`: the
 * milliseconds that 1 stands for in an instant.
 */
export function writeCbor(value: unknown, instantUnit = 1): Uint8Array {
  const sink = new CborSink(instantUnit);
  return sink.document(() => sink.value(value));
}

/** As many members as the first byte of a map can tell. */
const FEW = 23;

export class CborSink extends ByteSink implements TreeSink {
  readonly #instantUnit: number;

  constructor(instantUnit = 1) {
    super();
    this.#instantUnit = instantUnit;
  }

  static key(name: string): Uint8Array {
    return writeCbor(name);
  }

  startMap(most: number): number {
    this.room(3);
    const start = this.at;
    this.at += most <= FEW ? 1 : 3;
    return start;
  }

  member(key: Uint8Array): void {
    this.copy(key, 0);
  }

  key(name: string): void {
    this.text(name);
  }

  endMap(count: number, start: number, most: number): void {
    if (most <= FEW) this.bytes[start] = (MAP << 5) | count;
    else {
      this.bytes[start] = (MAP << 5) | 25;
      this.bytes.writeUInt16BE(count, start + 1);
    }
  }

  startList(count: number): void {
    this.#head(ARRAY, count);
  }

  item(): void {}

  endList(): void {}

  blob(value: Uint8Array): void {
    this.#head(BYTES, value.length);
    this.ready(value);
  }

  /** aws: a tag over milliseconds, or over seconds in RPC v2 — recorded requests of the AWS SDK for Java 2.31; Smithy specification, rpcv2Cbor */
  instant(value: Date): void {
    this.#head(TAG, EPOCH);
    this.#number(value.getTime() / this.#instantUnit);
  }

  fraction(value: number): void {
    this.#number(value);
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'boolean') this.#byte(value ? 0xf5 : 0xf4);
    else if (typeof value === 'object' && value !== null) this.#object(value);
    else this.#byte(0xf6);
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) this.blob(value);
    else if (Array.isArray(value)) {
      this.#head(ARRAY, value.length);
      for (const item of value) this.value(item);
    } else if (value instanceof Date) this.instant(value);
    else this.#map(value as Record<string, unknown>);
  }

  #map(value: Record<string, unknown>): void {
    const keys = Object.keys(value);
    let count = 0;
    for (const key of keys) if (value[key] !== undefined) count++;
    this.#head(MAP, count);
    for (const key of keys) {
      const item = value[key];
      if (item === undefined) continue;
      this.text(key);
      this.value(item);
    }
  }

  text(text: string): void {
    const start = this.at;
    this.#head(TEXT, text.length);
    if (this.plain(text, 0, -1, -1)) return;
    this.at = start;
    const length = Buffer.byteLength(text, 'utf8');
    this.#head(TEXT, length);
    this.room(length);
    this.at += this.bytes.write(text, this.at, length, 'utf8');
  }

  utf8(bytes: Uint8Array, from: number, to: number): void {
    this.#head(TEXT, to - from);
    // what lies in one piece needs no view of it
    if (from === 0 && to === bytes.length) this.ready(bytes);
    else if (!this.plainBytes(bytes, from, to, 0, -1, -1)) this.ready(bytes.subarray(from, to));
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) this.#head(UINT, value);
      else this.#head(NEGATIVE, -1 - value);
      return;
    }
    this.room(9);
    this.bytes[this.at++] = 0xfb;
    this.at = this.bytes.writeDoubleBE(value, this.at);
  }

  #head(major: number, count: number): void {
    this.room(9);
    const type = major << 5;
    if (count < 24) this.bytes[this.at++] = type | count;
    else if (count < 0x100) {
      this.bytes[this.at++] = type | 24;
      this.bytes[this.at++] = count;
    } else if (count < 0x1_0000) {
      this.bytes[this.at++] = type | 25;
      this.at = this.bytes.writeUInt16BE(count, this.at);
    } else if (count < 0x1_0000_0000) {
      this.bytes[this.at++] = type | 26;
      this.at = this.bytes.writeUInt32BE(count, this.at);
    } else {
      this.bytes[this.at++] = type | 27;
      this.at = this.bytes.writeUInt32BE(Math.floor(count / 0x1_0000_0000), this.at);
      this.at = this.bytes.writeUInt32BE(count >>> 0, this.at);
    }
  }

  #byte(byte: number): void {
    this.room(1);
    this.bytes[this.at++] = byte;
  }
}
