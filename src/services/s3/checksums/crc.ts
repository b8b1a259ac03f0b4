import { crc32 } from 'node:zlib';
import { type CrcUpdate, crcProgram, crcUpdate, type Polynomial } from './crc-module.ts';

/** A digest that is fed piece by piece. */
export interface Hasher {
  update(chunk: Uint8Array): void;
  digest(): Uint8Array;
}

export function crc32Hasher(): Hasher {
  let crc = 0;
  return {
    update: (chunk) => {
      crc = crc32(chunk, crc);
    },
    digest: () => {
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeUInt32BE(crc >>> 0);
      return bytes;
    },
  };
}

/** Reflected polynomial of CRC-32C (Castagnoli). — RFC 3720, appendix B.4 */
export const CRC32C_POLYNOMIAL = 0x82f63b78;
/** Reflected polynomial of CRC-64/NVME. — NVM Express Base Specification 2.0, 64-bit CRC */
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

// A term of the multiples at 0, 2751, 4508 and 5275 bytes, or at 0, 153, 355, 727, 1750, 3925 and 4498: found by trying all of so few bytes.
const CRC32C: Polynomial = { polynomial: BigInt(CRC32C_POLYNOMIAL), distances: [767, 2524, 5275] };
const CRC64NVME: Polynomial = { polynomial: CRC64NVME_POLYNOMIAL, distances: [573, 2748, 3771, 4143, 4345, 4498] };

/** Registers begin as ones, and are inverted at the end. */
function hashers(bytes: 4 | 8, polynomial: Polynomial): () => Hasher {
  const ones = (1n << BigInt(bytes * 8)) - 1n;
  let advance: CrcUpdate | undefined;
  return () => {
    advance ??= crcUpdate(polynomial);
    const update = advance;
    let register = ones;
    return {
      update: (chunk) => {
        register = update(register, chunk);
      },
      digest: () => {
        const digest = Buffer.allocUnsafe(8);
        digest.writeBigUInt64BE(register ^ ones);
        return digest.subarray(8 - bytes);
      },
    };
  };
}

/** For a thread that computes them beside the event loop: a value to be sent to it. */
export const crcPrograms = () => [
  { name: 'CRC32C', bytes: 4, ...crcProgram(CRC32C) },
  { name: 'CRC64NVME', bytes: 8, ...crcProgram(CRC64NVME) },
];

export const crc32cHasher = hashers(4, CRC32C);
export const crc64nvmeHasher = hashers(8, CRC64NVME);
