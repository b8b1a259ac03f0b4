import { crc32 } from 'node:zlib';
import { eachRecord, type FrameHeader, HEADER_BYTES, type RecordPlace } from './frame.ts';

/**
 * What is known of a run of frames without reading it: where they are, how many records they hold, between which numbers the keys
 * of these lie, and which two and three bytes stand beside each other somewhere in them. A text whose threes are not all there is
 * not there; one whose threes are all there may be.
 *
 *     u32 CRC-32 of what follows | u32 format | f64 offset, end, first, count, bytes, first millis, last millis, least key, most key
 *     2 KiB: pairs | 8 KiB: threes
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

const FORMAT = 1;
const NUMBERS = ['offset', 'end', 'first', 'count', 'bytes', 'millis', 'lastMillis', 'least', 'most'] as const;
const PREFIX = 8 + NUMBERS.length * 8;
/** Pairs of letters: seven bits of each. */
const PAIRS = 1 << 14;
/** Threes are scattered over so many places: in a mebibyte of lines of log about one in ten is taken. */
const THREES = 1 << 16;
export const DIGEST_BYTES = PREFIX + (PAIRS + THREES) / 8;

const pairOf = (a: number, b: number): number => ((a & 0x7f) << 7) | (b & 0x7f);
const threeOf = (a: number, b: number, c: number): number => PAIRS + (Math.imul((a << 16) | (b << 8) | c, 0x9e37_79b1) >>> 16);

/** What a digester writes to while it is at work. */
export const DIGESTING_BYTES = PAIRS + THREES;

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
    this.#look(piece, body, body + header.bodyBytes);
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
    for (let i = 0; i < seen.length; i++) {
      if (seen[i]) buffer[PREFIX + (i >> 3)] = (buffer[PREFIX + (i >> 3)] as number) | (1 << (i & 7));
    }
    buffer.writeUInt32LE(crc32(buffer.subarray(4)), 0);
    return buffer;
  }

  #look(piece: Buffer, from: number, end: number): void {
    const seen = this.#seen;
    let a = 0;
    let b = piece[from] as number;
    for (let i = from + 1; i < end; i++) {
      const c = piece[i] as number;
      seen[((b & 0x7f) << 7) | (c & 0x7f)] = 1;
      seen[PAIRS + (Math.imul((a << 16) | (b << 8) | c, 0x9e37_79b1) >>> 16)] = 1;
      a = b;
      b = c;
    }
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
      if (text.length < 2) return undefined;
      const [a, b] = text as unknown as [number, number];
      const threes = Array.from({ length: text.length - 2 }, (_, i) =>
        threeOf(text[i] as number, text[i + 1] as number, text[i + 2] as number),
      );
      return threes.length > 0 ? threes : [pairOf(a, b)];
    });
  }

  passes({ grams }: Digest): boolean {
    return this.#all.some((of) => of === undefined || of.every((bit) => ((grams[bit >> 3] as number) >> (bit & 7)) & 1));
  }
}
