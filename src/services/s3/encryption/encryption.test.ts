import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut } from '#storage';
import { NONCE, opened, type SealedSlice, sealed } from './cipher.ts';
import { customerKeyOf } from './customer-key.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const piece of stream) read.push(piece);
  return Buffer.concat(read);
}

test('a stream that is left before it was read leaves the bytes it would have decrypted', async () => {
  let held = true;
  const end = { done: true as const, value: undefined };
  const letGo = async () => {
    held = false;
    return end;
  };
  const stream = opened({ [Symbol.asyncIterator]: () => ({ next: async () => end, return: letGo }) }, [], randomBytes(32));
  await stream[Symbol.asyncIterator]().return?.();
  expect(held).toBe(false);
});

test('any range of any joined parts is what it was, however the bytes come', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 120 }), { minLength: 1, maxLength: 4 }),
      fc.nat(400),
      fc.nat(400),
      sizes,
      sizes,
      async (parts, offset, length, written, read) => {
        const key = randomBytes(32);
        const blobs: Buffer[] = [];
        const slices: SealedSlice[] = [];
        for (const [blob, part] of parts.entries()) {
          const nonce = randomBytes(NONCE);
          const seen: Uint8Array[] = [];
          blobs.push(await all(sealed(pieces(part, written), key, nonce, (chunk) => void seen.push(chunk))));
          expect(Buffer.concat(seen).equals(part)).toBe(true);
          slices.push({ blob, offset: 0, length: part.length, nonce: nonce.toString('base64') });
        }
        const wanted = cut(slices, offset, length);
        const stored = Buffer.concat(wanted.map((s) => (blobs[s.blob] as Buffer).subarray(s.offset, s.offset + s.length)));
        const plain = Buffer.concat(parts).subarray(offset, offset + length);
        expect((await all(opened(pieces(stored, read), wanted, key))).equals(plain)).toBe(true);
        if (plain.length > 16) expect(stored.includes(plain)).toBe(false);
      },
    ),
  );
});

// aws: recorded AWS answers in localstack tests/aws/services/s3, test_put_object_validation_sse_c and test_object_retrieval_sse_c
test('what is wrong with a key of a customer', () => {
  const bytes = randomBytes(32);
  const key = bytes.toString('base64');
  const md5 = createHash('md5').update(bytes).digest('base64');
  const given = { algorithm: 'AES256', key, md5 };
  expect(customerKeyOf(given, false)).toEqual({ bytes, md5 });
  expect(customerKeyOf({ algorithm: undefined, key: undefined, md5: undefined }, false)).toBeUndefined();
  const refused = (change: Partial<Record<keyof typeof given, string | undefined>>, forReading = false) => {
    try {
      customerKeyOf({ ...given, ...change }, forReading);
    } catch (thrown) {
      return (thrown as Error).message;
    }
    return 'nothing';
  };
  expect(refused({ algorithm: undefined })).toBe(
    'Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.',
  );
  expect(refused({ key: undefined })).toBe(
    'Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.',
  );
  expect(refused({ md5: undefined })).toBe('The secret key was invalid for the specified algorithm.');
  expect(refused({ md5: undefined }, true)).toBe(
    'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  );
  expect(refused({ md5: createHash('md5').update('x').digest('base64') })).toBe(
    'The calculated MD5 hash of the key did not match the hash that was provided.',
  );
});
