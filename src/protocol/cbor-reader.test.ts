import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { model } from '#api/kinesis';
import { readCbor } from './cbor.ts';
import { cborReader } from './cbor-reader.ts';
import { writeCbor } from './cbor-writer.ts';
import { treeDecoders } from './tree-decoder.ts';
import type { Violations } from './violations.ts';

const inputOf = (operation: string) => {
  const input = model.operations[operation]?.input;
  if (!input) throw new Error(`${operation} has no input`);
  return input;
};
const readerOf = (operation: string) => {
  const read = cborReader(model, inputOf(operation));
  if (!read) throw new Error(`${operation} has no reader`);
  return read;
};
const decoder = treeDecoders(model, 'cbor');

/** The long way: what it makes of a document without a flaw; undefined for one that has any. */
function theLongWay(operation: string, document: Uint8Array): unknown {
  const violations: Violations = [];
  try {
    const input = decoder(inputOf(operation))(readCbor(document), violations);
    return violations.length > 0 ? undefined : input;
  } catch {
    return undefined;
  }
}

const records = fc.record(
  {
    StreamName: fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/),
    StreamARN: fc.constant('arn:aws:kinesis:us-east-1:000000000000:stream/s'),
    Records: fc.array(
      fc.record(
        {
          Data: fc.uint8Array({ maxLength: 300 }),
          PartitionKey: fc.oneof(fc.string({ minLength: 1, maxLength: 256 }), fc.constant('ключ'), fc.constant('k'.repeat(256))),
          ExplicitHashKey: fc.constantFrom('0', '12'),
        },
        { requiredKeys: ['Data', 'PartitionKey'] },
      ),
      { minLength: 1, maxLength: 30 },
    ),
  },
  { requiredKeys: ['Records'] },
);

it('property: requests of clients are read at once, as the long way reads them', () => {
  const read = readerOf('PutRecords');
  fc.assert(
    fc.property(records, fc.boolean(), (input, theirs) => {
      const document = theirs ? cbor.serialize(input) : writeCbor(input);
      const value = read(document);
      expect(value).toBeDefined();
      expect(value).toEqual(theLongWay('PutRecords', document));
    }),
  );
});

it('property: whatever the bytes are, it finds what the long way finds, or nothing', () => {
  const read = readerOf('PutRecords');
  const [readIterator, readLimit] = [readerOf('GetRecords'), readerOf('PutRecord')];
  fc.assert(
    fc.property(
      records,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      fc.option(fc.nat()),
      (input, changes, cut) => {
        const document = Buffer.from(writeCbor(input));
        for (const [at, byte] of changes) document[at % document.length] = byte;
        const whole = cut === null ? document : document.subarray(0, cut % document.length);
        for (const [operation, each] of [
          ['PutRecords', read],
          ['GetRecords', readIterator],
          ['PutRecord', readLimit],
        ] as const) {
          const value = each(whole);
          if (value !== undefined) expect(value).toEqual(theLongWay(operation, whole));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a member the model does not know', writeCbor({ Data: Buffer.from('x'), PartitionKey: 'k', More: 1 })],
  ['a member that is null', writeCbor({ Data: Buffer.from('x'), PartitionKey: null })],
  ['a member of another type', writeCbor({ Data: 'x', PartitionKey: 'k' })],
  ['a member that breaks a rule', writeCbor({ Data: Buffer.from('x'), PartitionKey: '' })],
  ['a member that is missing', writeCbor({ PartitionKey: 'k' })],
  ['something behind it', Buffer.concat([writeCbor({ Data: Buffer.from('x'), PartitionKey: 'k' }), Buffer.from([0])])],
  ['a list that claims more than there is', Buffer.from([0xa1, 0x64, ...Buffer.from('Data'), 0x5a, 0xff, 0xff, 0xff, 0xff])],
])('%s is left to the long way', (_, document) => {
  expect(readerOf('PutRecord')(document)).toBeUndefined();
});

it('lists and maps whose end is marked are read, as the AWS SDK for Java writes them', () => {
  const text = (value: string) => [0x60 | value.length, ...Buffer.from(value)];
  const record = [0xbf, ...text('Data'), 0x42, 1, 2, ...text('PartitionKey'), ...text('k'), 0xff];
  const document = Buffer.from([
    0xbf,
    ...text('StreamName'),
    ...text('s'),
    ...text('Records'),
    0x9f,
    ...record,
    ...record,
    0xff,
    0xff,
  ]);
  const one = { Data: Buffer.from([1, 2]), PartitionKey: 'k' };
  expect(readerOf('PutRecords')(document)).toEqual({ StreamName: 's', Records: [one, one] });
});

it('inputs with maps or instants have no reader', () => {
  expect(cborReader(model, inputOf('AddTagsToStream'))).toBeUndefined();
  expect(cborReader(model, inputOf('GetShardIterator'))).toBeUndefined();
});
