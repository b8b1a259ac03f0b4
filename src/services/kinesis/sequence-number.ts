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

const DIGITS = 56;
const ZERO = 0x30;
/** One counter step, 2^80, in decimal digits, lowest first. */
const STEP = Uint8Array.from(String(1n << 80n), Number).reverse();

/**
 * Writes the numbers of a shard's records. Records mostly come one after the other within the same second, and then the next number is
 * an addition to the digits of the last one: an order of magnitude cheaper than composing 186 bits each time.
 */
export function sequenceNumbers(shard: number, createdSeconds: number): (index: number, millis: number) => string {
  let lastIndex = -1;
  let lastSeconds = -1;
  const digits = Buffer.alloc(DIGITS);
  const step = () => {
    let carry = 0;
    for (let i = 0; i < STEP.length || carry > 0; i++) {
      const at = DIGITS - 1 - i;
      const sum = (digits[at] as number) + (STEP[i] ?? 0) + carry;
      carry = sum > ZERO + 9 ? 1 : 0;
      digits[at] = sum - carry * 10;
    }
  };
  return (index, millis) => {
    const seconds = Math.floor(millis / 1000);
    if (index === lastIndex + 1 && seconds === lastSeconds) step();
    else digits.write(compose(createdSeconds, shard, index, seconds).toString(), 'latin1');
    lastIndex = index;
    lastSeconds = seconds;
    return digits.toString('latin1');
  };
}
