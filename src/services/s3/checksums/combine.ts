import { CRC32C_POLYNOMIAL, CRC64NVME_POLYNOMIAL } from './crc.ts';

/** The reflected polynomial and width of each checksum whose parts can be joined without the bytes. */
const LINEAR = {
  CRC32: { polynomial: 0xedb88320n, width: 32n },
  CRC32C: { polynomial: BigInt(CRC32C_POLYNOMIAL), width: 32n },
  CRC64NVME: { polynomial: CRC64NVME_POLYNOMIAL, width: 64n },
} as const;

export type LinearChecksum = keyof typeof LINEAR;

export const isLinear = (algorithm: string): algorithm is LinearChecksum => algorithm in LINEAR;

/** The CRC of all parts in a row from the CRC and the length of each: crc(a‖b) = crc(a)·x^(8·|b|) + crc(b) modulo the polynomial. */
export function joinCrcs(algorithm: LinearChecksum, parts: readonly { crc: Uint8Array; length: number }[]): Uint8Array {
  const { polynomial, width } = LINEAR[algorithm];
  const one = 1n << (width - 1n); // x^0: bits are reflected
  const multiply = (a: bigint, b: bigint): bigint => {
    let product = 0n;
    let factor = b;
    for (let mask = one; mask > 0n; mask >>= 1n) {
      if (a & mask) product ^= factor;
      factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
    }
    return product;
  };
  const shifts = new Map<number, bigint>(); // nearly all parts of an upload have the same length
  const shiftOf = (length: number): bigint => {
    let shift = shifts.get(length);
    if (shift !== undefined) return shift;
    shift = one;
    let square = one >> 8n; // x^8: one byte
    for (let left = BigInt(length); left > 0n; left >>= 1n) {
      if (left & 1n) shift = multiply(square, shift);
      square = multiply(square, square);
    }
    shifts.set(length, shift);
    return shift;
  };
  let joined = 0n;
  for (const { crc, length } of parts)
    joined = multiply(shiftOf(length), joined) ^ BigInt(`0x${Buffer.from(crc).toString('hex') || '0'}`);
  return Buffer.from(joined.toString(16).padStart(Number(width) / 4, '0'), 'hex');
}
