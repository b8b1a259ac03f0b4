import fc from 'fast-check';
import { expect, it } from 'vitest';
import { model } from '#api/kinesis';
import { jsonReader } from './json-reader.ts';
import { treeDecoders } from './tree-decoder.ts';
import type { Violations } from './violations.ts';

const inputOf = (operation: string) => {
  const input = model.operations[operation]?.input;
  if (!input) throw new Error(`${operation} has no input`);
  return input;
};
const reader = () => {
  const read = jsonReader(model, inputOf('PutRecord'));
  if (!read) throw new Error('PutRecord has no reader');
  return read;
};
const decode = treeDecoders(model, 'json')(inputOf('PutRecord'));

/** The long way: what it makes of a document without a flaw; undefined for one that has any. */
function theLongWay(document: Uint8Array): unknown {
  const violations: Violations = [];
  try {
    const input = decode(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(document)), violations);
    return violations.length > 0 ? undefined : input;
  } catch {
    return undefined;
  }
}

const base64 = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const usual = fc.record(
  {
    StreamName: fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/),
    Data: base64,
    PartitionKey: fc.stringMatching(/^[ !#-[\]-}]{1,256}$/),
    ExplicitHashKey: fc.constantFrom('0', '12'),
    DryRun: fc.boolean(),
  },
  { requiredKeys: ['Data', 'PartitionKey'] },
);

/** As JavaScript, and as Python write it. */
const written = (input: object, spaced: boolean) => {
  const text = JSON.stringify(input);
  return Buffer.from(spaced ? text.replaceAll('":', '": ').replaceAll(',"', ', "') : text);
};

it('property: what clients send for a record is read at once, as the long way reads it, whatever came before', () => {
  const read = reader();
  fc.assert(
    fc.property(usual, fc.boolean(), (input, spaced) => {
      const document = written(input, spaced);
      const value = read(document);
      expect(value).toBeDefined();
      expect(value).toEqual(theLongWay(document));
      expect(read(document)).toEqual(value);
    }),
  );
});

it('property: of a document that was changed somewhere it reads what the long way reads, or nothing', () => {
  const read = reader();
  const change = fc.record({
    at: fc.nat(),
    byte: fc.constantFrom(...Buffer.from('"\\{}[]:,= -_0ax\n\0\xe9', 'latin1')),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(usual, change, (input, { at, byte, cut }) => {
      const document = written(input, false);
      const place = at % document.length;
      const changed = cut ? Buffer.concat([document.subarray(0, place), document.subarray(place + 1)]) : Buffer.from(document);
      if (!cut) changed[place] = byte;
      const value = read(changed);
      if (value !== undefined) expect(value).toEqual(theLongWay(changed));
    }),
    { numRuns: 2000 },
  );
});

const RECORD = '"Data":"eA==","PartitionKey":"k"';
it.each([
  ['nothing', ''],
  ['an empty object', '{}'],
  ['another value', '[]'],
  ['a missing member', '{"PartitionKey":"k"}'],
  ['an unknown member', `{${RECORD},"Other":1}`],
  ['a member twice', `{${RECORD},"PartitionKey":"l"}`],
  ['a null', `{${RECORD},"StreamName":null}`],
  ['a number for a text', `{${RECORD},"StreamName":1}`],
  ['a name that breaks its rule', `{${RECORD},"StreamName":"a b"}`],
  ['a key that is too long', `{"Data":"eA==","PartitionKey":"${'k'.repeat(257)}"}`],
  ['a backslash', `{"Data":"eA==","PartitionKey":"\\u006b"}`],
  ['a letter beyond ASCII', '{"Data":"eA==","PartitionKey":"é"}'],
  ['a line end in a text', '{"Data":"eA==","PartitionKey":"a\nb"}'],
  ['a line end between members', `{\n${RECORD}}`],
  ['what is no Base64', '{"Data":"eA=","PartitionKey":"k"}'],
  ['padding within', '{"Data":"eA==eA==","PartitionKey":"k"}'],
  ['Base64 of URLs', '{"Data":"-_-_","PartitionKey":"k"}'],
  ['an open text', '{"Data":"eA==","PartitionKey":"k'],
  ['a comma at the end', `{${RECORD},}`],
  ['something behind it', `{${RECORD}} `],
  ['a long document', `{"Data":"${'AAAA'.repeat(3000)}","PartitionKey":"k"}`],
])('%s is for the long way', (_, text) => {
  const read = reader();
  read(Buffer.from(`{${RECORD}}`));
  expect(read(Buffer.from(text))).toBeUndefined();
});

it('reads whole numbers and flags where an input has them', () => {
  const read = jsonReader(
    {
      ...model,
      shapes: {
        Input: { type: 'structure', members: { B: { shape: 'Blob' }, N: { shape: 'Int' }, F: { shape: 'Flag' } } },
        Blob: { type: 'blob' },
        Int: { type: 'integer', max: 100_000_000 },
        Flag: { type: 'boolean' },
      },
    },
    { shape: 'Input' },
  );
  const of = (text: string) => read?.(Buffer.from(text));
  expect(of('{"B":"","N":0,"F":true}')).toEqual({ B: Buffer.alloc(0), N: 0, F: true });
  expect(of('{"F":false,"N":100000000}')).toEqual({ F: false, N: 100_000_000 });
  for (const number of ['00', '-1', '1.0', '1e3', '100000001', '1234567890', '"1"', ''])
    expect([number, of(`{"N":${number}}`)]).toEqual([number, undefined]);
});

it('is made for inputs with bytes only, and for none with lists', () => {
  for (const operation of ['PutRecords', 'DescribeStream']) expect(jsonReader(model, inputOf(operation))).toBeUndefined();
});
