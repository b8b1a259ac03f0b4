import { known, one, type Samples } from './distribution.ts';

/**
 * Samples as a row has them: their sum in a column of its own, and the rest in bytes, none for a single sample. The bytes begin with
 * what they are; values and their counts follow each other. A set of statistics has three numbers, as has, before its values, what
 * was made coarse, or has values that do not tell these: how many, least, greatest.
 */
const SET = 0;
const EXACT = 1;
const COARSE = 2;

/** How a number is written: in the lowest bits of its first byte. The others are its count, or 0 where the count follows. */
const DOUBLE = 0;
const WHOLE = 1;
const SINGLE = 2;
const MOST_COUNT = 63;
const LARGEST_WHOLE = 2 ** 52;
/** Of a number with its count. */
const MOST_BYTES = 18;

export function packed({ count, sum, min, max, values }: Samples): Uint8Array | null {
  if (count === 1 && min === max && sum === max) return null;
  const pack = new Pack(4 * MOST_BYTES + (values?.size ?? 0) * MOST_BYTES);
  const exact = values !== undefined && isTold(values, count, min, max);
  pack.byte(values ? (exact ? EXACT : COARSE) : SET);
  if (!exact) for (const number of [count, min, max]) pack.number(number, 1);
  for (const [value, times] of values ?? []) pack.number(value, times);
  return pack.done();
}

/** Whether the values tell the number, the least and the greatest themselves. Of parts of a sample the sum depends on the order in which they came. */
function isTold(values: ReadonlyMap<number, number>, count: number, min: number, max: number): boolean {
  let total = 0;
  for (const times of values.values()) total += times;
  return total === count && values.has(min) && values.has(max);
}

/** Text is what an earlier version wrote: `[count, min, max, [value, count, …] or null]`. */
export function unpacked(sum: number, rest: Uint8Array | string | null): Samples {
  if (rest === null) return one(sum);
  if (typeof rest === 'string') return fromText(sum, rest);
  const unpack = new Unpack(rest);
  const kind = unpack.byte();
  if (kind === EXACT) return exact(sum, rest);
  const [[count], [min], [max]] = [unpack.number(), unpack.number(), unpack.number()];
  return known({ count, sum, min, max }, () => (kind === SET ? undefined : unpack.values()));
}

function exact(sum: number, rest: Uint8Array): Samples {
  let [count, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const unpack = new Unpack(rest, 1);
  while (unpack.more) {
    const [value, times] = unpack.number();
    count += times;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return known({ count, sum, min, max }, () => new Unpack(rest, 1).values());
}

function fromText(sum: number, text: string): Samples {
  const [count, min, max, flat] = JSON.parse(text) as [number, number, number, number[] | null];
  return known({ count, sum, min, max }, () => {
    if (!flat) return undefined;
    return new Map(flat.flatMap((value, i) => (i % 2 === 0 ? [[value, flat[i + 1] ?? 0] as const] : [])));
  });
}

class Pack {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  byte(value: number): void {
    this.#bytes[this.#at++] = value;
  }

  number(value: number, count: number): void {
    const brief = Number.isInteger(count) && count > 0 && count <= MOST_COUNT;
    const head = (brief ? count : 0) << 2;
    if (Number.isInteger(value) && Math.abs(value) <= LARGEST_WHOLE) {
      this.byte(head | WHOLE);
      this.#whole(value < 0 ? -value * 2 - 1 : value * 2);
    } else if (Math.fround(value) === value) {
      this.byte(head | SINGLE);
      this.#at = this.#bytes.writeFloatLE(value, this.#at);
    } else {
      this.byte(head | DOUBLE);
      this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    }
    if (!brief) this.#at = this.#bytes.writeDoubleLE(count, this.#at);
  }

  /** Seven bits at a time, the lowest first. */
  #whole(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }
}

class Unpack {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  get more(): boolean {
    return this.#at < this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  number(): [value: number, count: number] {
    const head = this.byte();
    const kind = head & 3;
    const value = kind === WHOLE ? this.#whole() : kind === SINGLE ? this.#bytes.readFloatLE(this.#at) : this.#double();
    if (kind === SINGLE) this.#at += 4;
    return [value, head >> 2 || this.#double()];
  }

  #double(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  #whole(): number {
    let [value, unit, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte & 127) * unit;
      unit *= 128;
    } while (byte >= 128);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** All that is left. */
  values(): ReadonlyMap<number, number> {
    const values = new Map<number, number>();
    while (this.more) values.set(...this.number());
    return values;
  }
}
