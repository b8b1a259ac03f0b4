import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RowForm, type RowSink, Rows, type ServiceModel } from '#core';
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

interface Row {
  readonly Text?: string | undefined;
  readonly Name?: string | undefined;
  readonly Bytes?: Uint8Array | undefined;
  readonly Instant?: Date | undefined;
}

/** Rows that lie in the midst of other bytes. */
class TestRows extends Rows<Row> {
  readonly rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    super();
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  write(to: RowSink): void {
    for (const { Text, Name, Bytes, Instant } of this.rows) {
      to.row();
      if (Text !== undefined) to.text(to.key('Text'), Text);
      if (Name !== undefined) to.utf8(to.key('Name'), Buffer.from(`xx${Name}x`), 2, 2 + Buffer.byteLength(Name));
      if (Bytes !== undefined)
        to.blob(to.key('Bytes'), Buffer.concat([Buffer.from('xx'), Bytes, Buffer.from('x')]), 2, 2 + Bytes.length);
      if (Instant !== undefined) to.instant(to.key('Instant'), Instant);
      to.end();
    }
  }

  [Symbol.iterator]() {
    return this.rows[Symbol.iterator]();
  }
}

const rowModel = {
  shapes: {
    Answer: { type: 'structure', members: { Rows: { shape: 'Rows' }, After: { shape: 'Text' } } },
    Rows: { type: 'list', member: { shape: 'Row' } },
    Row: {
      type: 'structure',
      members: {
        Text: { shape: 'Text', locationName: 'text' },
        Name: { shape: 'Text' },
        Bytes: { shape: 'Bytes' },
        Instant: { shape: 'Instant' },
      },
    },
    Text: { type: 'string' },
    Bytes: { type: 'blob' },
    Instant: { type: 'timestamp' },
  },
} as unknown as ServiceModel;

test.each([
  ['JSON', () => treeWriters(rowModel, () => new JsonSink(), JsonSink.key)],
  ['CBOR', () => treeWriters(rowModel, () => new CborSink(), CborSink.key)],
])('property: rows are written as a list of the same values is: %s', (_, make) => {
  const write = make()({ shape: 'Answer' });
  const wellFormed = text.map((each) => Buffer.from(each).toString());
  const row = fc.record({
    Text: optional(wellFormed),
    Name: optional(wellFormed),
    Bytes: optional(fc.uint8Array({ maxLength: 5000 })),
    Instant: optional(fc.date({ min: new Date(0), max: new Date(1e14), noInvalidDate: true })),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const listed = Buffer.from(write({ Rows: rows, After: 'x' }));
      const written = Buffer.from(write({ Rows: new TestRows(rows).in({ sent: true }), After: 'x' }));
      expect(written.equals(listed)).toBe(true);
    }),
  );
  expect(new TestRows([{ Text: 'a' }]).in({})).toEqual([{ Text: 'a' }]);
  const unknown = { Rows: { write: (to: RowSink) => to.key('Nothing') } };
  Object.setPrototypeOf(unknown.Rows, Rows.prototype);
  expect(() => write(unknown)).toThrow('Nothing');
});

/** Rows that differ in a text of four digits only, but for every third one. */
class LikeRows extends Rows<Row> {
  readonly rows: readonly Row[];

  constructor(count: number, name: string) {
    super();
    this.rows = Array.from({ length: count }, (_, i) => (i % 3 === 2 ? { Name: name } : { Text: String(1000 + i), Name: name }));
  }

  get length(): number {
    return this.rows.length;
  }

  write(to: RowSink): void {
    let form: RowForm | undefined;
    for (const { Text, Name = '' } of this.rows) {
      if (Text !== undefined && form) {
        to.again(form, Buffer.from(Text));
        continue;
      }
      to.row();
      if (Text !== undefined) to.text(to.key('Text'), Text);
      to.text(to.key('Name'), Name);
      to.end();
      if (Text !== undefined) form = to.form(Buffer.from(Text));
      else expect(() => to.form(Buffer.from('1000'))).toThrow('not in the row');
    }
  }

  [Symbol.iterator]() {
    return this.rows[Symbol.iterator]();
  }
}

test.each([
  ['JSON', () => treeWriters(rowModel, () => new JsonSink(), JsonSink.key)],
  ['CBOR', () => treeWriters(rowModel, () => new CborSink(), CborSink.key)],
])('rows of one form are written as each by itself is: %s', (_, make) => {
  const write = make()({ shape: 'Answer' });
  for (const name of ['', 'a', '"\u00e9', 'x'.repeat(5000)]) {
    const like = new LikeRows(200, name);
    const listed = Buffer.from(write({ Rows: like.rows, After: 'x' }));
    expect(Buffer.from(write({ Rows: like.in({ sent: true }), After: 'x' })).equals(listed)).toBe(true);
  }
});
