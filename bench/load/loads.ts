import { createHash } from 'node:crypto';
import { cbor } from '@smithy/core/cbor';
import type { Answer } from './connection.ts';
import { kinesis, kinesisJson, type Plain, s3 } from './requests.ts';

const MIB = 1024 * 1024;
const RECORDS = 500;
const RECORD = Buffer.alloc(1024, 'x');

/** What one connection asks for, again and again. */
export interface Talk {
  /** The next request. A real client makes it anew each time. */
  next(): Plain;
  /** What a real client does with an answer: reads it. */
  read(answer: Answer): void;
}

export interface Load {
  readonly name: string;
  readonly connections: number;
  /** What one answer counts for. */
  readonly per: number;
  readonly unit: 'records/s' | 'requests/s' | 'MiB/s';
  /** Whether the times of single requests are the figure, not the rate. */
  readonly latency?: boolean;
  /** How many times as long a turn takes. */
  readonly turns?: number;
  /** Whether the disk is waited for where `--durability` says so. */
  readonly writes?: boolean;
  /** What the ratios to the server that does nothing, and to MiniStack, should be with a real client. */
  readonly aims?: readonly [string, string];
  talk(connection: number): Talk;
}

const whole = (answer: Answer): Buffer =>
  answer.pieces.length === 1 ? (answer.pieces[0] as Buffer) : Buffer.concat(answer.pieces);
const json = (answer: Answer) => JSON.parse(whole(answer).toString());
const parsed = (answer: Answer, type: Format) => (type === 'cbor' ? cbor.deserialize(whole(answer)) : json(answer));

type Format = 'json' | 'cbor';

function putRecords(type: Format, shards: number): Load {
  const keys = Array.from({ length: RECORDS }, (_, i) => `key-${i}`);
  return {
    name: `PutRecords ${type.toUpperCase()}, ${shards} shard${shards > 1 ? 's' : ''}`,
    connections: 8,
    per: RECORDS,
    unit: 'records/s',
    writes: true,
    aims: ['>= 0.6', '>= 4'],
    talk: () => ({
      next: () => {
        const Data = () => (type === 'cbor' ? RECORD : RECORD.toString('base64'));
        const input = { StreamName: `s${shards}`, Records: keys.map((PartitionKey) => ({ Data: Data(), PartitionKey })) };
        const body = type === 'cbor' ? Buffer.from(cbor.serialize(input)) : Buffer.from(JSON.stringify(input));
        return kinesis('PutRecords', body, type);
      },
      read: (answer) => {
        if (parsed(answer, type).FailedRecordCount !== 0) throw new Error('records were refused');
      },
    }),
  };
}

/** Follows its iterator; at the end it begins again. */
function getRecords(type: Format, shards: number): Load {
  return {
    name: `GetRecords ${type.toUpperCase()}, ${shards} shard${shards > 1 ? 's' : ''}`,
    connections: 4,
    per: RECORDS,
    unit: 'records/s',
    aims: ['>= 0.6', '>= 2'],
    talk: (connection) => {
      const start = iterators[`s${shards}`]?.[connection % shards] ?? '';
      let iterator = start;
      const encode = (input: object) =>
        type === 'cbor' ? Buffer.from(cbor.serialize(input)) : Buffer.from(JSON.stringify(input));
      return {
        next: () => kinesis('GetRecords', encode({ ShardIterator: iterator, Limit: RECORDS }), type),
        read: (answer) => {
          const { Records, NextShardIterator, MillisBehindLatest } = parsed(answer, type);
          let bytes = 0;
          for (const { Data } of Records) bytes += (type === 'cbor' ? Data : Buffer.from(Data, 'base64')).length;
          if (bytes !== RECORDS * RECORD.length) throw new Error(`${bytes} bytes were read`);
          iterator = MillisBehindLatest > 0 ? NextShardIterator : start;
        },
      };
    },
  };
}

function putRecord(connections: number): Load {
  return {
    name: `PutRecord, ${connections} writer${connections > 1 ? 's' : ''}`,
    connections,
    per: 1,
    unit: 'records/s',
    latency: connections === 1,
    writes: true,
    ...(connections === 1 && { aims: ['<= 1.4', '<= 0.3'] as const }),
    talk: () => ({
      next: () => kinesisJson('PutRecord', { StreamName: 's1', Data: RECORD.toString('base64'), PartitionKey: 'k' }),
      read: (answer) => void json(answer).SequenceNumber,
    }),
  };
}

const size = (bytes: number) => (bytes >= MIB ? `${bytes / MIB} MiB` : `${bytes / 1024} KiB`);

function object(method: 'PUT' | 'GET', bytes: number): Load {
  const large = bytes >= MIB;
  const body = Buffer.alloc(bytes, 'x');
  const etag = createHash('md5').update(body).digest('hex');
  return {
    name: `S3 ${size(bytes)} ${method.toLowerCase()}`,
    connections: large ? 2 : 16,
    per: large ? bytes / MIB : 1,
    unit: large ? 'MiB/s' : 'requests/s',
    // of three or four long requests the first and the last, with which half of the machine waits, are the half
    turns: large ? 4 : 1,
    writes: method === 'PUT',
    aims: [method === 'PUT' ? '>= 0.5' : large ? '>= 0.9' : '>= 0.8', large ? '' : '>= 4'],
    talk: (connection) => {
      let turn = 0;
      return {
        next: () => s3(method, pathOf(bytes, connection, turn++ % namesOf(bytes)), method === 'PUT' ? body : Buffer.alloc(0)),
        read: (answer) => {
          if (method === 'PUT') return;
          if (answer.bytes !== bytes) throw new Error(`${answer.bytes} bytes were read`);
          const hash = createHash('md5');
          for (const piece of answer.pieces) hash.update(piece);
          if (hash.digest('hex') !== etag) throw new Error('other bytes were read');
        },
      };
    },
  };
}

export const namesOf = (bytes: number): number => (bytes >= MIB ? 2 : 100);
export const pathOf = (bytes: number, connection: number, name: number): string => `/bench-load/o${bytes}/${connection}/${name}`;

/** Where the readers of a stream begin, by stream and shard; told by the parent before it measures. */
export const iterators: Record<string, string[]> = {};

export const LOADS: readonly Load[] = [
  putRecords('json', 1),
  putRecords('json', 4),
  putRecords('cbor', 1),
  putRecords('cbor', 4),
  getRecords('json', 1),
  getRecords('json', 4),
  getRecords('cbor', 1),
  getRecords('cbor', 4),
  putRecord(1),
  putRecord(8),
  object('PUT', 1024),
  object('GET', 1024),
  object('PUT', 64 * MIB),
  object('GET', 64 * MIB),
];
