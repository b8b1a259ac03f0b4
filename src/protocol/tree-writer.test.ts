import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServiceModel } from '#core';
import { readCbor } from './cbor.ts';
import { CborSink } from './cbor-writer.ts';
import { JsonSink } from './json-writer.ts';
import { treeEncoders } from './tree-encoder.ts';
import { treeWriters } from './tree-writer.ts';

const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`M${i}`, { shape: 'Text' }]));
const model = {
  shapes: {
    Node: {
      type: 'structure',
      members: {
        Text: { shape: 'Text', locationName: 'text"\u00e9' },
        Number: { shape: 'Number' },
        Whole: { shape: 'Whole' },
        Flag: { shape: 'Flag' },
        Bytes: { shape: 'Bytes' },
        Instant: { shape: 'Instant' },
        Nodes: { shape: 'Nodes' },
        Texts: { shape: 'Texts' },
        Named: { shape: 'Named' },
        Many: { shape: 'Many' },
      },
    },
    Many: { type: 'structure', members: many },
    Text: { type: 'string' },
    Number: { type: 'double' },
    Whole: { type: 'long' },
    Flag: { type: 'boolean' },
    Bytes: { type: 'blob' },
    Instant: { type: 'timestamp' },
    Nodes: { type: 'list', member: { shape: 'Node' } },
    Texts: { type: 'list', member: { shape: 'Text' } },
    Named: { type: 'map', key: { shape: 'Text' }, value: { shape: 'Node' } },
  },
} as unknown as ServiceModel;

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 300 }), fc.constant('x'.repeat(5000)));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const { node } = fc.letrec((tie) => ({
  node: fc.record({
    Text: optional(text),
    Number: optional(fc.double()),
    Whole: optional(fc.maxSafeInteger()),
    Flag: optional(fc.boolean()),
    Bytes: optional(fc.uint8Array({ maxLength: 5000 })),
    Instant: optional(fc.date({ min: new Date(0), max: new Date(1e14), noInvalidDate: true })),
    Nodes: fc.oneof({ depthSize: 'small' }, fc.constant(undefined), fc.array(tie('node'), { maxLength: 3 })),
    Texts: optional(fc.array(text, { maxLength: 3 })),
    Named: fc.oneof({ depthSize: 'small' }, fc.constant(undefined), fc.dictionary(text, tie('node'), { maxKeys: 3 })),
    Many: optional(fc.dictionary(fc.constantFrom(...Object.keys(many)), fc.string(), { maxKeys: 30 })),
    Unknown: fc.constant(1),
  }),
}));

const ROOT = { shape: 'Node' };

test('property: JSON is what JSON.stringify makes of the tree', () => {
  const write = treeWriters(model, () => new JsonSink(), JsonSink.key)(ROOT);
  const encode = treeEncoders(model, 'json')(ROOT);
  fc.assert(
    fc.property(node, (value) => {
      expect(write(value).toString()).toBe(JSON.stringify(encode(value)));
    }),
  );
});

test('property: CBOR is read as the tree, by ourselves and by others', () => {
  const write = treeWriters(model, () => new CborSink(), CborSink.key)(ROOT);
  const encode = treeEncoders(model, 'cbor')(ROOT);
  const tidy = (given: unknown): string =>
    JSON.stringify(given, (_key, item) =>
      item?.type === 'Buffer' ? item.data : item instanceof Uint8Array ? [...item] : Object.is(item, -0) ? 0 : item,
    );
  fc.assert(
    fc.property(node, (value) => {
      const bytes = write(value);
      expect(tidy(readCbor(bytes))).toBe(tidy(encode(value)));
      expect(() => cbor.deserialize(bytes)).not.toThrow();
    }),
  );
});

test('instants of RPC v2 are seconds', () => {
  const write = treeWriters(model, () => new CborSink(1000), CborSink.key)(ROOT);
  const Instant = new Date(1_700_000_000_123);
  expect(readCbor(write({ Instant }), 1000)).toEqual({ Instant });
});
