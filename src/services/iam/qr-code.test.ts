import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { qrCodePng } from './qr-code.ts';

/** The pixels of a PNG of this form, whatever the compressor made of them. */
function digest(png: Uint8Array): string {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf('IDAT');
  const pixels = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  return createHash('sha256').update(pixels).digest('hex').slice(0, 16);
}

// pictures that zxing-cpp has read, and found these texts in
it.each([
  [
    'otpauth://totp/phone@123456789012?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    '8f0884c09daa3b93',
  ],
  ['a', '3aa4697abe73b2ce'],
  ['x'.repeat(271), '2ed9ca23f746699a'],
])('%s', (text, pixels) => {
  const png = qrCodePng(text) ?? new Uint8Array();
  expect(Buffer.from(png).subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect([Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)]).toEqual([260, 260]);
  expect(digest(png)).toBe(pixels);
});

it('is none of a text that is too long', () => {
  expect(qrCodePng('x'.repeat(272))).toBeUndefined();
});
