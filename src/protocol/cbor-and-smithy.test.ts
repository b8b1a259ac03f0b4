import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { readCbor } from './cbor.ts';

// Documents that were changed anywhere: where the AWS SDK's own reader and ours both understand one, they understand the same.

const leaf = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }),
);
const { document } = fc.letrec((tie) => ({
  document: fc.dictionary(fc.string({ maxLength: 8 }), tie('value'), { maxKeys: 5 }),
  value: fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 1, arbitrary: tie('document') },
  ),
}));

const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return Number(value);
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
};
const hasTag = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? ('tag' in value && 'value' in value) || Object.values(value).some(hasTag)
    : false;
const attempt = (read: () => unknown): { value: unknown } | undefined => {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
};

vi.spyOn(console, 'warn').mockImplementation(() => {}); // it tells of each number that it cannot keep

test('property: a document is read as the AWS SDK for JavaScript reads it, or refused', () => {
  fc.assert(
    fc.property(
      document,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
      fc.option(fc.nat()),
      (input, changes, cut) => {
        const bytes = Buffer.from(cbor.serialize(input));
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const whole = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
        const ours = attempt(() => readCbor(whole));
        const theirs = attempt(() => cbor.deserialize(whole));
        if (changes.length === 0 && cut === null) expect(ours).toBeDefined();
        if (!ours || !theirs || whole.length === 0 || hasTag(theirs.value)) return;
        expect(plain(ours.value)).toEqual(plain(theirs.value));
      },
    ),
    { numRuns: 3000 },
  );
});
