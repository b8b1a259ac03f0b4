import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonWriter } from './json-writer.ts';

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array({ maxLength: 5000 }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(leaf, fc.array(tie('tree'), { maxLength: 5 }), fc.dictionary(fc.string(), tie('tree'), { maxKeys: 5 })),
}));

const base64 = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

test('property: what is written is what JSON.stringify makes of it, bytes as Base64', () => {
  const write = jsonWriter();
  fc.assert(
    fc.property(tree, (value) => {
      expect(write({ value }).toString()).toBe(JSON.stringify({ value }, base64));
    }),
  );
});
