import { crc32 } from 'node:zlib';
import { eachRecord, type FrameHeader, HEADER_BYTES, type RecordPlace } from './frame.ts';

/**
 * What is known of a run of frames without reading it: where they are, how many records they hold, between which numbers the keys
 * of these lie, which three bytes follow each other somewhere in them, and which follow a backslash. A text whose threes are not all
 * there is not there; one whose threes are all there may be.
 *
 *     u32 CRC-32 of what follows | u32 format | f64 offset, end, first, count, bytes, first millis, last millis, least key, most key
 *     32 bytes: bits of the bytes behind a backslash | 8 KiB: threes
 */
export interface Digest extends Block {
  /** Where the frames begin and end in the file. */
  readonly offset: number;
  readonly end: number;
  readonly grams: Uint8Array;
}

/** What records that follow each other have in common. */
export interface Block {
  /** The index of the first, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** What they take without the headers of the frames. */
  readonly bytes: number;
  /** When the first and the last of them came. */
  readonly millis: number;
  readonly lastMillis: number;
  /** Of the keys as numbers; infinite where one is none. */
  readonly least: number;
  readonly most: number;
}

const FORMAT = 2;
const NUMBERS = ['offset', 'end', 'first', 'count', 'bytes', 'millis', 'lastMillis', 'least', 'most'] as const;
const PREFIX = 8 + NUMBERS.length * 8;
/** What follows a backslash: the escapes of JSON, in which a text can be written in other letters. */
const BACKSLASH = 0x5c;
const ESCAPED = 256;
/** Threes are scattered over so many places: in a mebibyte of lines of log about one in ten is taken. */
const THREES = 1 << 16;
export const DIGEST_BYTES = PREFIX + (ESCAPED + THREES) / 8;

/** The place of three bytes, the first of them the lowest. */
const threeOf = (three: number): number => ESCAPED + (Math.imul(three, 0x9e37_79b1) >>> 16);

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** What a digester writes to while it is at work. */
export const DIGESTING_BYTES = ESCAPED + THREES;

/** Takes frames that follow each other, one by one; `begin` starts over, with those behind an offset. */
export class Digester {
  readonly #seen: Uint8Array;
  #offset = 0;
  #end = 0;
  #first: number | undefined;
  #count = 0;
  #bytes = 0;
  #millis = 0;
  #lastMillis = 0;
  #least = 0;
  #most = 0;

  /** Memory of `DIGESTING_BYTES`, with anything in it. */
  constructor(memory: Uint8Array) {
    this.#seen = memory.subarray(0, DIGESTING_BYTES);
  }

  begin(offset: number): void {
    this.#seen.fill(0);
    this.#offset = offset;
    this.#end = offset;
    this.#first = undefined;
    this.#count = 0;
    this.#bytes = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = Number.NEGATIVE_INFINITY;
  }

  /** From the file's first byte of them to the last. */
  get length(): number {
    return this.#end - this.#offset;
  }

  /** Behind the last of them. */
  get end(): number {
    return this.#end;
  }

  add(piece: Buffer, at: number, header: FrameHeader): void {
    if (this.#first === undefined) {
      this.#first = header.first;
      this.#millis = header.millis;
    }
    const body = at + HEADER_BYTES;
    // what is encrypted can hold anything, and nothing may be told of it
    if (header.tag !== 0) this.#seen.fill(1);
    else this.#look(piece, body, body + header.bodyBytes);
    eachRecord(piece, at, header, header.first, (place) => {
      this.#place(keyOf(place));
      return true;
    });
    this.#end += HEADER_BYTES + header.bodyBytes;
    this.#count += header.count;
    this.#bytes += header.bodyBytes;
    this.#lastMillis = header.millis;
  }

  encoded(): Buffer {
    const numbers = {
      offset: this.#offset,
      end: this.#end,
      first: this.#first ?? 0,
      count: this.#count,
      bytes: this.#bytes,
      millis: this.#millis,
      lastMillis: this.#lastMillis,
      least: this.#least,
      most: this.#most,
    };
    const buffer = Buffer.alloc(DIGEST_BYTES);
    buffer.writeUInt32LE(FORMAT, 4);
    for (const [i, name] of NUMBERS.entries()) buffer.writeDoubleLE(numbers[name], 8 + i * 8);
    const seen = this.#seen;
    for (let at = 0, to = PREFIX; at < DIGESTING_BYTES; to++) {
      let bits = 0;
      for (let bit = 0; bit < 8; bit++) bits |= (seen[at++] as number) << bit;
      buffer[to] = bits;
    }
    buffer.writeUInt32LE(crc32(buffer.subarray(4)), 0);
    return buffer;
  }

  /** By four bytes at a time where they lie as words do: that is a fifth of the work. */
  #look(piece: Buffer, from: number, end: number): void {
    const seen = this.#seen;
    const words = new Uint32Array(piece.buffer, 0, piece.buffer.byteLength >>> 2);
    const start = LITTLE_ENDIAN ? Math.min(end, from + (-(piece.byteOffset + from) & 3)) : end;
    const stop = start + ((end - start) & ~3);
    let before = this.#lookClosely(piece, from, start, 0);
    for (let at = (piece.byteOffset + start) >>> 2, to = (piece.byteOffset + stop) >>> 2; at < to; at++) {
      const word = (words[at] as number) | 0;
      seen[threeOf((before >>> 16) | ((word & 0xff) << 16))] = 1;
      seen[threeOf((before >>> 24) | ((word & 0xffff) << 8))] = 1;
      seen[threeOf(word & 0xff_ffff)] = 1;
      seen[threeOf(word >>> 8)] = 1;
      if (before >>> 24 === BACKSLASH) seen[word & 0xff] = 1;
      if (hasBackslash(word)) {
        if ((word & 0xff) === BACKSLASH) seen[(word >>> 8) & 0xff] = 1;
        if (((word >>> 8) & 0xff) === BACKSLASH) seen[(word >>> 16) & 0xff] = 1;
        if (((word >>> 16) & 0xff) === BACKSLASH) seen[word >>> 24] = 1;
      }
      before = word;
    }
    this.#lookClosely(piece, stop, end, before);
  }

  /** Byte by byte. `before`: the four that precede, the last of them the highest; answers the last four. */
  #lookClosely(piece: Buffer, from: number, end: number, before: number): number {
    let four = before;
    for (let at = from; at < end; at++) {
      const byte = piece[at] as number;
      if (four >>> 24 === BACKSLASH) this.#seen[byte] = 1;
      four = (four >>> 8) | (byte << 24);
      this.#seen[threeOf(four >>> 8)] = 1;
    }
    return four;
  }

  #place(key: number): void {
    if (Number.isNaN(key)) {
      this.#least = Number.NEGATIVE_INFINITY;
      this.#most = Number.POSITIVE_INFINITY;
      return;
    }
    if (key < this.#least) this.#least = key;
    if (key > this.#most) this.#most = key;
  }
}

/** Whether one of four bytes is a backslash: where it is, taking one from each byte borrows. */
function hasBackslash(word: number): boolean {
  const without = word ^ 0x5c5c_5c5c;
  return (((without - 0x0101_0101) | 0) & ~without & 0x8080_8080) !== 0;
}

/** The key of a record as a number; NaN where it is none. */
export const keyOf = ({ piece, key, data, hasKey }: RecordPlace): number => (hasKey ? numberAt(piece, key, data) : Number.NaN);

/** The decimal number that stands there; NaN where something else does. */
function numberAt(bytes: Uint8Array, from: number, end: number): number {
  const negative = bytes[from] === 0x2d;
  let number = 0;
  const digits = negative ? from + 1 : from;
  if (digits >= end || end - digits > 15) return Number.NaN;
  for (let i = digits; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return negative ? -number : number;
}

/** Of what digests tell: records from an index on, that begin at an offset, and frames up to an end. */
export interface Told {
  readonly first: number;
  readonly from?: number;
  readonly end: number;
}

/** The digests that follow each other in the bytes of a file, up to the first that is not whole or does not follow. */
export function decodeDigests(bytes: Buffer, { first, from = 0, end }: Told): Digest[] {
  const digests: Digest[] = [];
  for (let at = 0; at + DIGEST_BYTES <= bytes.length; at += DIGEST_BYTES) {
    const one = bytes.subarray(at, at + DIGEST_BYTES);
    if (one.readUInt32LE(4) !== FORMAT || one.readUInt32LE(0) !== crc32(one.subarray(4))) break;
    const numbers = Object.fromEntries(NUMBERS.map((name, i) => [name, one.readDoubleLE(8 + i * 8)]));
    const digest = { ...(numbers as unknown as Omit<Digest, 'grams'>), grams: one.subarray(PREFIX) };
    const before = digests.at(-1);
    if (digest.offset !== (before?.end ?? from) || digest.end > end) break;
    if (digest.first !== (before ? before.first + before.count : first)) break;
    digests.push(digest);
  }
  return digests;
}

/** Whether there can be one of some texts. */
export class GramTest {
  /** Of each text; undefined where it is too short to tell. */
  readonly #all: readonly (readonly number[] | undefined)[];

  constructor(texts: readonly Uint8Array[]) {
    this.#all = texts.map((text) => {
      const [a = 0, b = 0] = text;
      if (text.length === 2 && a === BACKSLASH) return [b];
      if (text.length < 3) return undefined;
      return Array.from({ length: text.length - 2 }, (_, i) =>
        threeOf((text[i] as number) | ((text[i + 1] as number) << 8) | ((text[i + 2] as number) << 16)),
      );
    });
  }

  passes({ grams }: Digest): boolean {
    return this.#all.some((of) => of === undefined || of.every((bit) => ((grams[bit >> 3] as number) >> (bit & 7)) & 1));
  }
}
