import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model as kinesis } from '#api/kinesis';
import { model as kinesisanalyticsv2 } from '#api/kinesisanalyticsv2';
import { model as logs } from '#api/logs';
import { AwsError } from '#core';
import { readCbor } from './cbor.ts';
import { writeCbor } from './cbor-writer.ts';
import { awsCbor, awsJson, unknownOperation } from './rpc.ts';
import { violationMessage } from './violations.ts';

const about = { requestId: 'r', hostId: '', method: 'POST' };
const request = (body: string | Uint8Array) => ({ method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(body) });
const json = awsJson(kinesis);
const decode = (operation: string, body: unknown) =>
  json.decode(operation, request(typeof body === 'string' ? body : JSON.stringify(body)));
const sentence = (operation: string, body: unknown) => violationMessage(decode(operation, body).violations);
const refusal = (work: () => unknown): AwsError => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AwsError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
};

describe('AWS JSON in', () => {
  it('reads bytes, instants, lists and maps, and ignores what it does not know', () => {
    const { input, violations } = decode('GetShardIterator', {
      StreamName: 's',
      ShardId: 'i',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: 1.5,
      Unknown: [1],
    });
    expect(violations).toEqual([]);
    expect(input).toEqual({ StreamName: 's', ShardId: 'i', ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(1500) });
    expect(decode('PutRecord', { StreamName: 's', PartitionKey: 'p', Data: 'aGk=' }).input['Data']).toEqual(Buffer.from('hi'));
    expect(decode('AddTagsToStream', { StreamName: 's', Tags: { a: 'b', ['__proto__']: 'c' } }).input['Tags']).toEqual(
      Object.assign(Object.create(null), { a: 'b' }, JSON.parse('{"__proto__":"c"}')),
    );
  });

  it.each([
    ['PutRecord', {}, "1 validation error detected: Value null at 'data' failed to satisfy constraint: Member must not be null"],
    [
      'PutRecords',
      { StreamName: 's', Records: [] },
      "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'PutRecords',
      { Records: [{ Data: '', PartitionKey: 'x' }, {}] },
      "1 validation error detected: Value null at 'records.2.member.data' failed to satisfy constraint: Member must not be null",
    ],
    [
      'GetRecords',
      { ShardIterator: 'x', Limit: 10001 },
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      'GetRecords',
      { ShardIterator: 'x', Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'RemoveTagsFromStream',
      { StreamName: 's', TagKeys: ['', 'a'] },
      "1 validation error detected: Value '[, a]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
    ],
    [
      'AddTagsToStream',
      { StreamName: 's', Tags: { '': 'x' } },
      "1 validation error detected: Value '{=x}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
    ],
    [
      'DeleteStream',
      { StreamName: '' },
      "2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('%s, way %#', (operation, body, expected) => {
    expect(sentence(operation, body)).toBe(expected);
  });

  it('names the values of an enumeration', () => {
    const body = { StreamName: 's', ShardId: 'i', ShardIteratorType: 'NOW' };
    expect(sentence('GetShardIterator', body)).toMatch(
      /^1 validation error detected: Value 'NOW' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: \[.*LATEST.*\]$/,
    );
  });

  it('reports at most ten violations', () => {
    const Records = Array.from({ length: 20 }, () => ({}));
    expect(decode('PutRecords', { Records }).violations).toHaveLength(10);
  });

  it('never shows bytes', () => {
    const Data = Buffer.alloc(10_485_761).toString('base64');
    expect(sentence('PutRecord', { StreamName: 's', PartitionKey: 'p', Data })).toBe(
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
    );
  });

  it.each([
    ['{', 'SerializationException', ''],
    ['[]', 'SerializationException', 'Start of list found where not expected'],
    ['"x"', 'SerializationException', ''],
    ['{"StreamName":1}', 'SerializationException', 'NUMBER_VALUE can not be converted to String'],
    ['{"StreamName":true}', 'SerializationException', 'TRUE_VALUE can not be converted to String'],
    ['{"StreamName":["a"]}', 'SerializationException', 'Start of list found where not expected'],
    ['{"StreamName":{}}', 'SerializationException', 'Start of structure or map found where not expected.'],
    ['{"EnforceConsumerDeletion":"x"}', 'SerializationException', 'STRING_VALUE can not be converted to Boolean'],
  ])('%s is %s: %s', (body, code, message) => {
    expect(refusal(() => decode('DeleteStream', body))).toMatchObject({ code, message, status: 400 });
  });

  it('refuses bytes that are not Base64, or not UTF-8', () => {
    for (const Data of ['a', '****', 'aGk', 'aG k=']) {
      expect(refusal(() => decode('PutRecord', { StreamName: 's', PartitionKey: 'p', Data })).code).toBe(
        'SerializationException',
      );
    }
    expect(refusal(() => json.decode('DeleteStream', request(Uint8Array.of(0x7b, 0xff, 0x7d)))).code).toBe(
      'SerializationException',
    );
  });

  it('refuses for a service in its own code', () => {
    const violations = [{ path: 'x', value: 'v', constraint: 'c' }];
    expect(awsJson(logs).refuse(violations).code).toBe('InvalidParameterException');
    expect(awsJson(kinesisanalyticsv2).refuse(violations).code).toBe('ValidationException');
    expect(unknownOperation(kinesis, 'X').code).toBe('UnknownOperationException');
  });

  it('survives any bytes and any JSON', () => {
    const operations = Object.keys(kinesis.operations);
    const protocols = [json, awsCbor(kinesis), awsJson(logs)];
    fc.assert(
      fc.property(
        fc.constantFrom(...operations),
        fc.oneof(fc.json().map(Buffer.from), fc.uint8Array({ maxLength: 300 })),
        (operation, body) => {
          for (const protocol of protocols.slice(0, 2)) {
            try {
              protocol.decode(operation, request(body));
            } catch (thrown) {
              expect(thrown).toBeInstanceOf(AwsError);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
    for (const protocol of protocols.slice(0, 2)) {
      const deep = protocol === json ? Buffer.from('{"a":'.repeat(200_000)) : Buffer.alloc(200_000, 0x81);
      expect(refusal(() => protocol.decode('PutRecord', request(deep))).code).toBe('SerializationException');
    }
  });
});

describe('AWS JSON out', () => {
  it('writes what the model knows', () => {
    const answer = json.encode(
      'GetRecords',
      {
        Records: [
          {
            Data: Buffer.from('hi'),
            ApproximateArrivalTimestamp: new Date(1500),
            SequenceNumber: '1',
            PartitionKey: 'p',
            Ours: 1,
          },
        ],
        MillisBehindLatest: 0,
      },
      about,
    );
    expect(answer.headers).toEqual({ 'x-amzn-requestid': 'r', 'content-type': 'application/x-amz-json-1.1' });
    expect(JSON.parse(String(answer.body))).toEqual({
      Records: [{ Data: 'aGk=', ApproximateArrivalTimestamp: 1.5, SequenceNumber: '1', PartitionKey: 'p' }],
      MillisBehindLatest: 0,
    });
  });

  it('says nothing where there is no output', () => {
    expect(json.encode('DeleteStream', undefined, about)).toMatchObject({ status: 200, body: '' });
  });

  it('tells errors by code, sentence and modelled members', () => {
    const error = new AwsError('ResourceNotFoundException', 'gone', { fields: { nonsense: 1 } });
    expect(JSON.parse(String(json.renderError(error, about).body))).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'gone',
    });
    const flink = awsJson(kinesisanalyticsv2).renderError(new AwsError('ResourceNotFoundException', 'gone'), about);
    expect(flink.headers).toMatchObject({ 'x-amzn-errortype': 'ResourceNotFoundException' });
    expect(JSON.parse(String(flink.body))).toEqual({ __type: 'ResourceNotFoundException', Message: 'gone' });
  });
});

describe('Kinesis CBOR out', () => {
  const wire = awsCbor(kinesis);

  it('writes bytes as bytes, and instants as milliseconds under tag 1', () => {
    const instant = new Date(1_700_000_000_123);
    const answer = wire.encode(
      'GetRecords',
      { Records: [{ Data: Buffer.from('hi'), ApproximateArrivalTimestamp: instant }] },
      about,
    );
    expect(answer.headers['content-type']).toBe('application/x-amz-cbor-1.1');
    const body = cbor.deserialize(answer.body as Uint8Array);
    expect(Buffer.from(body.Records[0].Data).toString()).toBe('hi');
    const again = wire.decode(
      'GetShardIterator',
      request(
        cbor.serialize({
          StreamName: 's',
          ShardId: 'x',
          ShardIteratorType: 'LATEST',
          Timestamp: body.Records[0].ApproximateArrivalTimestamp,
        }),
      ),
    );
    expect(again.input['Timestamp']).toEqual(instant);
  });

  it('reads and writes what others write and read', () => {
    // the others lose this key; what we do with it is tested above
    const name = fc.string().filter((text) => text !== '__proto__');
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.uint8Array(),
        fc.array(tie('value')),
        fc.dictionary(name, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(name, plain), (value) => {
        const tidy = (given: unknown): string =>
          JSON.stringify(given, (_key, item) =>
            item?.type === 'Buffer' ? item.data : item instanceof Uint8Array ? [...item] : item,
          );
        expect(tidy(readCbor(writeCbor(value)))).toBe(tidy(value));
        expect(tidy(readCbor(cbor.serialize(value)))).toBe(tidy(value));
        expect(tidy(cbor.deserialize(writeCbor(value)))).toBe(tidy(value));
      }),
    );
  });

  it('reads strings and lists of unknown length', () => {
    const bytes = Buffer.from('bf616181f96a00ff', 'hex');
    expect(readCbor(bytes)).toEqual({ a: [3072] });
    expect(readCbor(Buffer.from('bf61617f626869626869ff61625f4101ffff', 'hex'))).toEqual({ a: 'hihi', b: Buffer.of(1) });
  });

  it('rounds a number that JavaScript has not once, not twice', () => {
    expect(readCbor(Buffer.from('a1616e3b0040982c2f381cda', 'hex'))).toEqual({ n: -18_181_714_047_671_516 });
    expect(readCbor(Buffer.from('a1616e3b001fffffffffffff', 'hex'))).toEqual({ n: -(2 ** 53) });
  });

  it('takes nothing but a text for a name', () => {
    for (const name of ['00', '4161', 'c06161']) expect(() => readCbor(Buffer.from(`a1${name}00`, 'hex'))).toThrow();
  });

  it('tells errors in CBOR too', () => {
    const answer = wire.renderError(new AwsError('ExpiredIteratorException', 'late'), about);
    expect(cbor.deserialize(answer.body as Uint8Array)).toEqual({ __type: 'ExpiredIteratorException', message: 'late' });
  });
});
