import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfBase64 } from './tree-decoder.ts';

const PATTERN = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

test('property: what is Base64 is read, and nothing else', () => {
  const near = fc.string({
    unit: fc.constantFrom('A', 'z', '0', '+', '/', '=', '-', '_', ' ', '\n', 'é', '\u0141', '\u{1F600}'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.oneof(near, fc.base64String(), fc.string()), (text) => {
      expect(bytesOfBase64(text) !== undefined).toBe(PATTERN.test(text));
    }),
    { numRuns: 3000 },
  );
});

test('property: bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
    }),
  );
});
