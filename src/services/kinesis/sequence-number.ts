/**
 * Sequence numbers of AWS's form: 186 bits written as 56 decimal digits beginning with 49.
 *
 * aws: in hexadecimal `2`, 9 digits of the shard's creation in seconds, 1 of the shard's number, 16 of a counter,
 * `00`, 9 of the arrival in seconds, 8 of the shard's number, `2` — observed in real sequence numbers by kinesalite (db/index.js)
 */
export interface SequenceNumber {
  readonly createdSeconds: number;
  readonly index: number;
  readonly seconds: number;
  readonly shard: number;
  /** Names no record, but the place behind one. */
  readonly behind: boolean;
}

/** The counter of a closed shard's ending number. — observed in kinesalite */
const LAST_INDEX = 0x7fffffffffffffffn;

const hex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

const compose = (createdSeconds: number, shard: number, index: number | bigint, seconds: number, behind = 0): bigint =>
  BigInt(
    `0x2${hex(createdSeconds, 9)}${hex(shard & 0xf, 1)}${hex(index, 16)}${hex(behind, 2)}${hex(seconds, 9)}${hex(shard, 8)}2`,
  );

/** The number a shard starts with; its first record's is greater. */
export const startingNumber = (shard: number, createdSeconds: number): string =>
  compose(createdSeconds, shard, 0, createdSeconds).toString();

/** The number a closed shard ends with; no record's is greater. */
export const endingNumber = (shard: number, createdSeconds: number, closedSeconds: number): string =>
  compose(createdSeconds, shard, LAST_INDEX, closedSeconds).toString();

/**
 * Behind a record, before the next one: where a subscription goes on.
 * aws: it is not the number of the last record — localstack's recorded answers, test_subscribe_to_shard; that it differs in the digits `00` is ours
 */
export const continuationNumber = (shard: number, createdSeconds: number, index: number, seconds: number): string =>
  compose(createdSeconds, shard, index, seconds, 1).toString();

export function parseSequenceNumber(text: string): SequenceNumber | undefined {
  if (text.length !== 56 || !/^\d+$/.test(text)) return undefined;
  const digits = BigInt(text).toString(16);
  if (digits.length !== 47 || !digits.startsWith('2') || !digits.endsWith('2')) return undefined;
  const part = (from: number, to: number) => Number.parseInt(digits.slice(from, to), 16);
  const parsed = {
    createdSeconds: part(1, 10),
    index: part(11, 27),
    behind: part(27, 29) > 0,
    seconds: part(29, 38),
    shard: part(38, 46),
  };
  return digits[11] !== undefined && digits[11] <= '7' ? parsed : undefined;
}

/** A number of a form that AWS gives out no more, and still understands. */
export interface OldNumber {
  readonly shard: number;
  /** The number itself, as AWS tells it. */
  readonly text: string;
}

const OLD = 1n << 124n;
/** The latest second of creation that is believed, in the year 2477. — observed in AWS by kinesalite (test/getShardIterator.js) */
const LAST_CREATED = 16_025_174_999n;

/**
 * aws: in hexadecimal `1`, 9 digits of the shard's creation in seconds, 18 of a counter, 4 of the shard's number; a number below all of
 * those is taken for the one that much greater — observed by kinesalite (db/index.js); of `0` recorded in radkawar/stackd, records.json
 */
export function parseOldNumber(text: string): OldNumber | undefined {
  if (!/^\d{1,38}$/.test(text)) return undefined;
  const given = BigInt(text);
  const number = given < OLD ? given + OLD : given;
  if (number >= OLD << 1n || (number - OLD) >> 88n > LAST_CREATED) return undefined;
  return { shard: Number(number & 0xffffn), text: number.toString() };
}

const DIGITS = 56;
/** Numbers are counted in parts of four digits, lowest first: each has its text in a table. */
const PART = 10_000;
const PARTS = DIGITS / 4;
/** One counter step, 2^80. */
const STEP = Uint16Array.from(
  String(1n << 80n)
    .padStart(28, '0')
    .match(/\d{4}/g) ?? [],
  Number,
).reverse();

let texts: Uint32Array | undefined;

/** The four letters of every number below 10,000, as one number each. Made when a shard is first written to, or read. */
function textsOfParts(): Uint32Array {
  if (texts) return texts;
  const letters = Buffer.alloc(PART * 4);
  for (let i = 0; i < PART; i++) letters.write(String(PART + i).slice(1), i * 4, 'latin1');
  texts = new Uint32Array(letters.buffer, letters.byteOffset, PART);
  return texts;
}

/**
 * The numbers of a shard's records. Records mostly come one after the other within the same second, and then the next number is
 * an addition to the last one: an order of magnitude cheaper than composing 186 bits each time.
 */
export class SequenceNumbers {
  readonly #shard: number;
  readonly #createdSeconds: number;
  readonly #texts = textsOfParts();
  readonly #parts = new Uint16Array(PARTS);
  readonly #letters = Buffer.alloc(DIGITS);
  readonly #words = new Uint32Array(this.#letters.buffer, this.#letters.byteOffset, PARTS);
  #lastIndex = -1;
  #lastSeconds = -1;

  constructor(shard: number, createdSeconds: number) {
    this.#shard = shard;
    this.#createdSeconds = createdSeconds;
  }

  of(index: number, millis: number): string {
    return this.lettersOf(index, millis).toString('latin1');
  }

  /** The same as letters of ASCII, good until the next one is asked for. */
  lettersOf(index: number, millis: number): Buffer {
    const seconds = Math.floor(millis / 1000);
    if (index === this.#lastIndex + 1 && seconds === this.#lastSeconds) this.#step();
    else if (index !== this.#lastIndex || seconds !== this.#lastSeconds) this.#begin(index, seconds);
    this.#lastIndex = index;
    this.#lastSeconds = seconds;
    return this.#letters;
  }

  #begin(index: number, seconds: number): void {
    const text = compose(this.#createdSeconds, this.#shard, index, seconds).toString();
    this.#letters.write(text, 'latin1');
    for (let i = 0; i < PARTS; i++) this.#parts[i] = Number(text.slice(DIGITS - 4 * i - 4, DIGITS - 4 * i));
  }

  #step(): void {
    const parts = this.#parts;
    const words = this.#words;
    const texts = this.#texts;
    let carry = 0;
    for (let i = 0; i < STEP.length || carry > 0; i++) {
      let sum = (parts[i] as number) + carry + (i < STEP.length ? (STEP[i] as number) : 0);
      carry = 0;
      if (sum >= PART) {
        sum -= PART;
        carry = 1;
      }
      parts[i] = sum;
      words[PARTS - 1 - i] = texts[sum] as number;
    }
  }
}
