import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { model as kinesis } from '#api/kinesis';
import { model as kms } from '#api/kms';
import { AwsError } from '#core';
import { blobKeyOf, cutBlobs } from './cut-blobs.ts';
import { awsJson } from './rpc.ts';

const json = awsJson(kinesis);
const key = Buffer.from('"Data"');
/** Space behind a document makes it one that is worth cutting, and means nothing. */
const SPACE = ' '.repeat(8192);

function outcomeOf(document: string) {
  try {
    return json.decode('PutRecords', { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(document) });
  } catch (thrown) {
    if (thrown instanceof AwsError) return { code: thrown.code };
    throw thrown;
  }
}

const text = fc.oneof(
  fc.base64String({ maxLength: 40 }),
  fc.constantFrom('', 'Data', '"Data":"', '\\"Data":"QQ==', 'QQ=', 'Q-_=', 'QUJ DRA==', '\u00e9', '0', '\\'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const value = fc.oneof(text, fc.constantFrom(null, 0, 1, 2, true), fc.array(fc.nat(3), { maxLength: 2 }));
const record = fc.record(
  { Data: fc.oneof({ weight: 8, arbitrary: text }, value), PartitionKey: text, Extra: value },
  { requiredKeys: [] },
);
const input = fc.record({ Records: fc.array(record, { maxLength: 5 }), StreamName: text, Data: value }, { requiredKeys: [] });

test('property: a document is read the same, whether its blobs are cut out first or not', () => {
  const spaced = (document: string, space: string) => document.replaceAll('":', `"${space}:${space}`);
  const change = fc.tuple(
    fc.nat(400),
    fc.constantFrom('"', '\\', ':', '"Data"', 'D\\u0061ta', '{', ']', '=', '\n', '1'),
    fc.nat(2),
  );
  fc.assert(
    fc.property(input, fc.constantFrom('', ' ', '\n\t'), fc.option(change), (given, space, edit) => {
      let document = spaced(JSON.stringify(given), space);
      if (edit) document = document.slice(0, edit[0]) + edit[1] + document.slice(edit[0] + edit[2]);
      expect(outcomeOf(document + SPACE)).toEqual(outcomeOf(document));
    }),
    { numRuns: 400 },
  );
});

describe('cutting', () => {
  it('leaves numbers in the places of texts', () => {
    const cut = cutBlobs(Buffer.from('{"Records":[{"Data":"aGk=","PartitionKey":"Data"},{"Data" : "","x":"\u00e9"}]}'), key);
    expect(cut?.rest.toString()).toBe('{"Records":[{"Data":0,"PartitionKey":"Data"},{"Data" : 1,"x":"\u00e9"}]}');
    expect(cut?.blobs).toEqual([Buffer.from('hi'), Buffer.from('')]);
  });

  it.each([
    ['a value that is no text', '{"Data":0}'],
    ['a backslash, as keys could be spelled with it', '{"Data":"aGk=","D\\u0061ta":0}'],
    ['what is no Base64', '{"Data":"aGk"}'],
    ['a text that does not end', '{"Data":"aGk='],
  ])('is not done for %s', (_why, document) => {
    expect(cutBlobs(Buffer.from(document), key)).toBeUndefined();
  });

  it('is for operations all of whose blobs have one name, and nothing else has', () => {
    expect(blobKeyOf(kinesis, { shape: 'PutRecordsInput' })).toEqual(key);
    expect(blobKeyOf(kinesis, { shape: 'GetRecordsInput' })).toBeUndefined();
    expect(blobKeyOf(kms, { shape: 'EncryptRequest' })).toBeUndefined(); // an encryption context may have any key
    const shapes = { In: { type: 'structure', members: { Data: { shape: 'B' }, More: { shape: 'In2' } } }, B: { type: 'blob' } };
    const twice = {
      ...kinesis,
      shapes: { ...shapes, In2: { type: 'structure', members: { Data: { shape: 'S' } } }, S: { type: 'string' } },
    };
    expect(blobKeyOf(twice, { shape: 'In' })).toBeUndefined();
  });
});
