import { Unreadable } from './violations.ts';

/** aws: the content type of Kinesis CBOR — recorded request of the AWS SDK for Java 2.31 */
export const CBOR = 'application/x-amz-cbor-1.1';

// RFC 8949: major types, and the low bits that say how a count is written
export const [UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
export const INDEFINITE = 31;
export const BREAK = 0xff;
export const EPOCH = 1;
/** Ours: far deeper than any model, far shallower than the stack. */
const DEPTH = 100;

/** The value of a document; nothing at all is an empty structure. `instantUnit`: the milliseconds that 1 stands for in an instant. */
export function readCbor(bytes: Uint8Array, instantUnit = 1): unknown {
  if (bytes.length === 0) return {};
  const reader = new Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), instantUnit);
  const value = reader.value(0);
  if (typeof value !== 'object' || value === null || !reader.atEnd) throw new Unreadable('');
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  readonly #instantUnit: number;
  #at = 0;

  constructor(bytes: Buffer, instantUnit: number) {
    this.#bytes = bytes;
    this.#instantUnit = instantUnit;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    if (depth > DEPTH) throw new Unreadable('');
    const initial = this.#byte();
    const low = initial & 0x1f;
    switch (initial >> 5) {
      case UINT:
        return this.#count(low);
      case NEGATIVE:
        return this.#negative(low);
      case BYTES:
        return low === INDEFINITE ? Buffer.concat(this.#pieces(BYTES)) : this.#slice(this.#count(low));
      case TEXT:
        return low === INDEFINITE ? Buffer.concat(this.#pieces(TEXT)).toString('utf8') : this.#text(this.#count(low));
      case ARRAY:
        return this.#array(low, depth);
      case MAP:
        return this.#map(low, depth);
      case TAG: {
        const tag = this.#count(low);
        const value = this.value(depth + 1);
        // aws: an instant is tag 1 over milliseconds — recorded request of the AWS SDK for Java 2.31
        return tag === EPOCH && typeof value === 'number' ? new Date(value * this.#instantUnit) : value;
      }
      default:
        return this.#simple(low);
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Unreadable('');
    return byte;
  }

  #slice(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Unreadable('');
    const slice = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }

  #text(length: number): string {
    const start = this.#at;
    const end = start + length;
    if (end > this.#bytes.length) throw new Unreadable('');
    this.#at = end;
    return length <= SHORT ? shortText(this.#bytes, start, end) : this.#bytes.toString('utf8', start, end);
  }

  /** Beyond 2^53 a number is rounded; nothing in these models comes near. */
  #count(low: number): number {
    if (low < 24) return low;
    if (low === 24) return this.#byte();
    const at = this.#at;
    if (low === 25) {
      this.#slice(2);
      return this.#bytes.readUInt16BE(at);
    }
    if (low === 26) {
      this.#slice(4);
      return this.#bytes.readUInt32BE(at);
    }
    if (low !== 27) throw new Unreadable('');
    this.#slice(8);
    return this.#bytes.readUInt32BE(at) * 4_294_967_296 + this.#bytes.readUInt32BE(at + 4);
  }

  /** -1 less a count, rounded once: a count that was rounded before would be a step off. */
  #negative(low: number): number {
    const count = this.#count(low);
    return count < Number.MAX_SAFE_INTEGER ? -1 - count : Number(-1n - this.#bytes.readBigUInt64BE(this.#at - 8));
  }

  /** The parts of a text or byte string of unknown length. */
  #pieces(major: number): Buffer[] {
    const pieces: Buffer[] = [];
    while (!this.#ended()) {
      const initial = this.#byte();
      if (initial >> 5 !== major || (initial & 0x1f) === INDEFINITE) throw new Unreadable('');
      pieces.push(this.#slice(this.#count(initial & 0x1f)));
    }
    return pieces;
  }

  #ended(): boolean {
    if (this.#bytes[this.#at] !== BREAK) return false;
    this.#at++;
    return true;
  }

  #array(low: number, depth: number): unknown[] {
    // grown as it is read: a claimed length costs nothing
    const items: unknown[] = [];
    if (low === INDEFINITE) while (!this.#ended()) items.push(this.value(depth + 1));
    else for (let left = this.#count(low); left > 0; left--) items.push(this.value(depth + 1));
    return items;
  }

  #map(low: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    if (low === INDEFINITE) while (!this.#ended()) this.#entry(map, depth);
    else for (let left = this.#count(low); left > 0; left--) this.#entry(map, depth);
    return map;
  }

  #entry(map: Record<string, unknown>, depth: number): void {
    if ((this.#bytes[this.#at] ?? 0) >> 5 !== TEXT) throw new Unreadable(''); // a text with a tag is none
    const key = this.value(depth + 1) as string;
    const value = this.value(depth + 1);
    if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true });
    else map[key] = value;
  }

  #simple(low: number): unknown {
    switch (low) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return undefined;
      case 25:
        return halfFloat(this.#slice(2).readUInt16BE(0));
      case 26:
        return this.#slice(4).readFloatBE(0);
      case 27:
        return this.#slice(8).readDoubleBE(0);
      default:
        throw new Unreadable('');
    }
  }
}

/**
 * Names of members and short keys are read again and again: they are compared with the last one that fell to the same slot. What is
 * longer than this is mostly a UUID, new each time.
 */
export const SHORT = 24;
const lastTexts = new Array<string | undefined>(4096);

/** The text of at most `SHORT` bytes. One that was read before is not made anew: that takes three times as long, and its hash has to be found again. */
export function shortText(bytes: Buffer, start: number, end: number): string {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
  const slot = (hash ^ (hash >>> 12)) & 4095;
  const last = lastTexts[slot];
  if (last !== undefined && last.length === end - start && sameBytes(last, bytes, start)) return last;
  const text = bytes.toString('utf8', start, end);
  // of texts beyond ASCII the length differs
  if (text.length === end - start) lastTexts[slot] = text;
  return text;
}

function sameBytes(text: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}
