import { hash } from 'node:crypto';

/** Hash keys are numbers below 2^128. Inside they are 32 hexadecimal digits, so that comparing texts compares numbers. */
export type HashKey = string;

export const HASH_KEYS = 1n << 128n;

export const hashKeyOf = (value: bigint): HashKey => value.toString(16).padStart(32, '0');
export const numberOf = (key: HashKey): bigint => BigInt(`0x${key}`);
export const decimalOf = (key: HashKey): string => numberOf(key).toString();

/** Where a partition key falls. — aws: MD5 of the key as a 128-bit number; developer guide, "Partition Key" */
export function hashOf(partitionKey: string): HashKey {
  const known = hashes.get(partitionKey);
  if (known !== undefined) return known;
  const found = hash('md5', partitionKey, 'hex');
  if (partitionKey.length > LONG_KEY) return found;
  if (hashes.size >= REMEMBERED) hashes.clear();
  hashes.set(partitionKey, found);
  return found;
}

/** Keys come again and again, as what has the same one stays in order: of a batch of 500 records the hashes cost as much as its signature. */
const hashes = new Map<string, HashKey>();
const REMEMBERED = 8192;
const LONG_KEY = 64;

export interface HashRange {
  readonly start: HashKey;
  readonly end: HashKey;
}

/** The whole range cut into equal parts, the last one taking what is left over. — observed in AWS's answers by kinesalite */
export function evenRanges(count: number): HashRange[] {
  const size = HASH_KEYS / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    start: hashKeyOf(size * BigInt(i)),
    end: hashKeyOf(i === count - 1 ? HASH_KEYS - 1n : size * BigInt(i + 1) - 1n),
  }));
}

/** Of shards in the order of their ranges, the one a key falls into. */
export function shardFor<S extends { readonly range: HashRange }>(shards: readonly S[], key: HashKey): S | undefined {
  let low = 0;
  let high = shards.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shards[middle] as S).range.start <= key) low = middle + 1;
    else high = middle;
  }
  return shards[low - 1];
}
