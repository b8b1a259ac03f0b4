import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALGORITHMS, type ComputedAlgorithm } from './algorithms.ts';
import { joinCrcs } from './combine.ts';
import { CRC32C_POLYNOMIAL, CRC64NVME_POLYNOMIAL } from './crc.ts';

const digest = (algorithm: ComputedAlgorithm, ...pieces: Uint8Array[]): Buffer => {
  const hasher = ALGORITHMS[algorithm].create();
  for (const piece of pieces) hasher.update(piece);
  return Buffer.from(hasher.digest());
};

// Check values of "123456789" — the catalogue of parametrised CRC algorithms (reveng): CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
] as const)('%s has its check value', (algorithm, hex) => {
  expect(digest(algorithm, Buffer.from('123456789')).toString('hex')).toBe(hex);
});

// aws: values of "abc" and of nothing — recorded AWS answers in localstack tests/aws/services/s3 (multipart checksums)
test('values as S3 has answered them', () => {
  expect(digest('CRC32', Buffer.from('abc')).toString('base64')).toBe('NSRBwg==');
  expect(digest('CRC32C', Buffer.from('abc')).toString('base64')).toBe('Nks/tw==');
  expect(digest('CRC64NVME', Buffer.from('Hello Blob!')).toString('base64')).toBe(
    digest('CRC64NVME', Buffer.from('Hello'), Buffer.from(' Blob!')).toString('base64'),
  );
});

test('how a body is cut into pieces makes no difference', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, at) => {
      for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
        expect(digest(algorithm, bytes.subarray(0, at), bytes.subarray(at))).toEqual(digest(algorithm, bytes));
      }
    }),
  );
});

const bitwise = (bytes: Uint8Array, polynomial: bigint, width: number): string => {
  const ones = (1n << BigInt(width)) - 1n;
  let register = ones;
  for (const byte of bytes) {
    register ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) register = register & 1n ? (register >> 1n) ^ polynomial : register >> 1n;
  }
  return (register ^ ones).toString(16).padStart(width / 4, '0');
};

test('a long piece is what its bits say', () => {
  const bytes = randomBytes(150_001);
  for (const [algorithm, polynomial, width] of [
    ['CRC32C', BigInt(CRC32C_POLYNOMIAL), 32],
    ['CRC64NVME', CRC64NVME_POLYNOMIAL, 64],
  ] as const) {
    expect(digest(algorithm, bytes).toString('hex')).toBe(bitwise(bytes, polynomial, width));
    expect(digest(algorithm, bytes.subarray(0, 70_003), bytes.subarray(70_003))).toEqual(digest(algorithm, bytes));
  }
});

// where folding begins, where another step of it has room, and where the memory is full
test('pieces of every length around those at which they are taken otherwise, one after the other', () => {
  const bytes = randomBytes(700_000);
  const lengths = [...near(9088), ...near(10_624), ...near(10_688), 16_384, 65_535, 294_911, 294_912, 294_913, 327_680, 600_000];
  for (const algorithm of ['CRC32C', 'CRC64NVME'] as const) {
    for (const length of lengths) {
      const piece = bytes.subarray(3, 3 + length);
      // pieces of a kibibyte are never folded
      const small = Array.from({ length: Math.ceil(length / 1024) }, (_, i) => piece.subarray(i * 1024, (i + 1) * 1024));
      expect([length, digest(algorithm, piece)]).toEqual([length, digest(algorithm, ...small)]);
      expect([length, digest(algorithm, piece, piece)]).toEqual([length, digest(algorithm, ...small, ...small)]);
    }
  }
});

const near = (length: number) => Array.from({ length: 9 }, (_, i) => length - 66 + i * 17);

test('CRCs of parts join to the CRC of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 5 }), (parts) => {
      for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
        const joined = joinCrcs(
          algorithm,
          parts.map((part) => ({ crc: digest(algorithm, part), length: part.length })),
        );
        expect(Buffer.from(joined)).toEqual(digest(algorithm, ...parts));
      }
    }),
    { numRuns: 50 },
  );
});

test('ten thousand parts join at once', () => {
  const part = randomBytes(1000);
  const crc = digest('CRC64NVME', part);
  const before = performance.now();
  joinCrcs(
    'CRC64NVME',
    Array.from({ length: 10_000 }, () => ({ crc, length: part.length })),
  );
  expect(performance.now() - before).toBeLessThan(2000);
});
