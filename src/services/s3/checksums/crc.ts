import { crc32 } from 'node:zlib';

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
    digest: () => bigEndian32(crc),
  };
}

/** Reflected polynomial of CRC-32C (Castagnoli). — RFC 3720, appendix B.4 */
export const CRC32C_POLYNOMIAL = 0x82f63b78;
/** Reflected polynomial of CRC-64/NVME. — NVM Express Base Specification 2.0, 64-bit CRC */
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** Eight tables of 256: table `k` advances a byte by `k` further bytes, so eight bytes are one step. */
const castagnoli = Array.from({ length: 8 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC32C_POLYNOMIAL : crc >>> 1;
  at(castagnoli, 0)[byte] = crc;
}
for (let k = 1; k < 8; k++) {
  for (let byte = 0; byte < 256; byte++) {
    const before = at(castagnoli, k - 1)[byte] ?? 0;
    at(castagnoli, k)[byte] = (before >>> 8) ^ (at(castagnoli, 0)[before & 255] ?? 0);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`no element ${index}`);
  return found;
}

export function crc32cHasher(): Hasher {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = castagnoli as unknown as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let crc = -1;
  return {
    update: (chunk) => {
      let c = crc;
      let i = 0;
      const d = chunk;
      for (const end = d.length - 7; i < end; i += 8) {
        c ^= byteAt(d, i) | (byteAt(d, i + 1) << 8) | (byteAt(d, i + 2) << 16) | (byteAt(d, i + 3) << 24);
        c =
          (t7[c & 255] as number) ^
          (t6[(c >>> 8) & 255] as number) ^
          (t5[(c >>> 16) & 255] as number) ^
          (t4[c >>> 24] as number) ^
          (t3[byteAt(d, i + 4)] as number) ^
          (t2[byteAt(d, i + 5)] as number) ^
          (t1[byteAt(d, i + 6)] as number) ^
          (t0[byteAt(d, i + 7)] as number);
      }
      for (; i < d.length; i++) c = (c >>> 8) ^ (t0[(c ^ byteAt(d, i)) & 255] as number);
      crc = c;
    },
    digest: () => bigEndian32(~crc >>> 0),
  };
}

const byteAt = (data: Uint8Array, index: number): number => data[index] as number;

/** The 64-bit tables as pairs of 32-bit halves: JavaScript's integers end at 32 bits, and BigInt is a hundred times slower. */
const nvmeLow = Array.from({ length: 8 }, () => new Int32Array(256));
const nvmeHigh = Array.from({ length: 8 }, () => new Int32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ CRC64NVME_POLYNOMIAL : crc >> 1n;
  at(nvmeLow, 0)[byte] = Number(BigInt.asIntN(32, crc));
  at(nvmeHigh, 0)[byte] = Number(BigInt.asIntN(32, crc >> 32n));
}
for (let k = 1; k < 8; k++) {
  for (let byte = 0; byte < 256; byte++) {
    const low = at(nvmeLow, k - 1)[byte] as number;
    const high = at(nvmeHigh, k - 1)[byte] as number;
    at(nvmeLow, k)[byte] = ((low >>> 8) | (high << 24)) ^ (at(nvmeLow, 0)[low & 255] as number);
    at(nvmeHigh, k)[byte] = (high >>> 8) ^ (at(nvmeHigh, 0)[low & 255] as number);
  }
}

type Eight = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

export function crc64nvmeHasher(): Hasher {
  const [l0, l1, l2, l3, l4, l5, l6, l7] = nvmeLow as unknown as Eight;
  const [h0, h1, h2, h3, h4, h5, h6, h7] = nvmeHigh as unknown as Eight;
  let low = -1;
  let high = -1;
  return {
    update: (chunk) => {
      let l = low;
      let h = high;
      let i = 0;
      const d = chunk;
      for (const end = d.length - 7; i < end; i += 8) {
        l ^= byteAt(d, i) | (byteAt(d, i + 1) << 8) | (byteAt(d, i + 2) << 16) | (byteAt(d, i + 3) << 24);
        h ^= byteAt(d, i + 4) | (byteAt(d, i + 5) << 8) | (byteAt(d, i + 6) << 16) | (byteAt(d, i + 7) << 24);
        const a = l & 255,
          b = (l >>> 8) & 255,
          c = (l >>> 16) & 255,
          e = l >>> 24;
        const p = h & 255,
          q = (h >>> 8) & 255,
          r = (h >>> 16) & 255,
          s = h >>> 24;
        l =
          (l7[a] as number) ^
          (l6[b] as number) ^
          (l5[c] as number) ^
          (l4[e] as number) ^
          (l3[p] as number) ^
          (l2[q] as number) ^
          (l1[r] as number) ^
          (l0[s] as number);
        h =
          (h7[a] as number) ^
          (h6[b] as number) ^
          (h5[c] as number) ^
          (h4[e] as number) ^
          (h3[p] as number) ^
          (h2[q] as number) ^
          (h1[r] as number) ^
          (h0[s] as number);
      }
      for (; i < d.length; i++) {
        const t = (l ^ byteAt(d, i)) & 255;
        l = ((l >>> 8) | (h << 24)) ^ (l0[t] as number);
        h = (h >>> 8) ^ (h0[t] as number);
      }
      low = l;
      high = h;
    },
    digest: () => {
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeUInt32BE(~high >>> 0, 0);
      bytes.writeUInt32BE(~low >>> 0, 4);
      return bytes;
    },
  };
}

function bigEndian32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0, 0);
  return bytes;
}
