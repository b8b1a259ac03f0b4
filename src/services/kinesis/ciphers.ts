import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Call, Clock } from '#core';
import { type Database, type LogEntry, type LogRecord, Table } from '#storage';
import { kmsRefusal } from './errors.ts';
import type { Stream } from './live.ts';
import type { StreamKeys } from './ports.ts';

/** — aws: a data key is used for five minutes; KMS developer guide, "How Kinesis Data Streams uses AWS KMS" is silent, the developer guide's cost section speaks of a call about every five minutes for each user */
const KEY_MILLIS = 300_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD = IV_BYTES + TAG_BYTES;
/** How many data keys are held open at most. */
const HELD = 10_000;

/** Encrypts the records of one writer. */
export interface Cipher {
  seal(key: string | undefined, data: Uint8Array): LogRecord;
}

/** Decrypts what one reader has been given. */
export interface Opener {
  /** The entries as they were written. Those that were never encrypted pass as they are. */
  open(entries: readonly LogEntry[]): Promise<readonly LogEntry[]>;
}

/** The data keys of encrypted streams: made and opened by KMS as each caller, kept wrapped. A record's tag is the number of its key. */
export interface Ciphers {
  /** The caller's cipher for an encrypted stream, if it is at hand. */
  ready(stream: Stream, call: Call): Cipher | undefined;
  /** Gets one from KMS. */
  prepare(stream: Stream, call: Call): Promise<void>;
  opener(stream: Stream, call: Call): Opener;
  /** Forgets the keys of a stream: of all times, or those that no record is left of. */
  forget(stream: Pick<Stream, 'scope' | 'row'>, madeBefore?: number): void;
}

interface DataKeyRow {
  /** Base64. */
  readonly wrapped: string;
  readonly madeAt: number;
}

interface Held<T> {
  readonly value: T;
  readonly until: number;
}

const numbered = (number: number): string => String(number).padStart(10, '0');

/** What a ciphertext is bound to: another stream's record, or another key's, does not pass for this one. */
const boundTo = (streamId: string, key: string | undefined): Buffer => Buffer.from(`${streamId}/${key ?? ''}`);

export function openCiphers(database: Database, keys: StreamKeys, clock: Clock): Ciphers {
  const rows = new Table<DataKeyRow>(database, { name: 'kinesis_data_key', key: ['stream', 'number'] });
  const ciphers = new Map<string, Held<Cipher>>();
  const opened = new Map<string, Held<KeyObject>>();

  const recall = <T>(cache: Map<string, Held<T>>, name: string): T | undefined => {
    const held = cache.get(name);
    return held && clock.millis() < held.until ? held.value : undefined;
  };
  const hold = <T>(cache: Map<string, Held<T>>, name: string, value: T) => {
    cache.delete(name);
    cache.set(name, { value, until: clock.millis() + KEY_MILLIS });
    if (cache.size > HELD) cache.delete(cache.keys().next().value as string);
  };
  const writerOf = ({ row }: Stream, call: Call) => `${row.id} ${row.encryption?.keyId} ${call.caller.arn}`;

  const keyOf = async (stream: Stream, number: number, call: Call): Promise<KeyObject> => {
    const { scope, row, arn } = stream;
    const name = `${row.id} ${number} ${call.caller.arn}`;
    const known = recall(opened, name);
    if (known) return known;
    const kept = rows.in(scope).get(row.id, numbered(number));
    if (!kept) throw new Error(`data key ${number} of ${arn} is missing`);
    const plain = await keys.open(call, Buffer.from(kept.wrapped, 'base64'), arn).catch(kmsRefusal);
    const key = createSecretKey(plain);
    hold(opened, name, key);
    return key;
  };

  return {
    ready: (stream, call) => recall(ciphers, writerOf(stream, call)),
    async prepare(stream, call) {
      const { scope, row, arn } = stream;
      const { plain, wrapped } = await keys.generate(call, row.encryption?.keyId ?? '', arn).catch(kmsRefusal);
      const here = rows.in(scope);
      let number = 1;
      database.transaction(() => {
        const last = here.entries({ under: [row.id], descending: true, limit: 1 })[0];
        number = Number(last?.key[1] ?? 0) + 1;
        here.put([row.id, numbered(number)], { wrapped: Buffer.from(wrapped).toString('base64'), madeAt: clock.millis() });
      });
      // no record may be on the disk whose key is not
      await database.settled();
      hold(ciphers, writerOf(stream, call), cipher(createSecretKey(plain), row.id, number));
    },
    opener: (stream, call) => ({
      async open(entries) {
        const found = new Map<number, KeyObject>();
        for (const { tag } of entries) if (tag !== 0 && !found.has(tag)) found.set(tag, await keyOf(stream, tag, call));
        return entries.map((entry) => {
          const key = found.get(entry.tag);
          return key ? { ...entry, data: decrypted(key, boundTo(stream.row.id, entry.key), entry.data) } : entry;
        });
      },
    }),
    forget({ scope, row }, madeBefore = Number.POSITIVE_INFINITY) {
      const here = rows.in(scope);
      const gone = here.entries({ under: [row.id] }).filter((each) => each.row.madeAt < madeBefore);
      // the last one stays: numbers are not given twice
      const useless = madeBefore === Number.POSITIVE_INFINITY ? gone : gone.slice(0, -1);
      for (const { key } of useless) here.delete(...key);
    },
  };
}

const cipher = (secret: KeyObject, streamId: string, number: number): Cipher => ({
  seal(key, data) {
    const iv = randomBytes(IV_BYTES);
    const sealing = createCipheriv('aes-256-gcm', secret, iv).setAAD(boundTo(streamId, key));
    const body = sealing.update(data);
    sealing.final();
    return { key, data: Buffer.concat([iv, body, sealing.getAuthTag()], data.length + OVERHEAD), tag: number };
  },
});

function decrypted(secret: KeyObject, bound: Buffer, sealed: Uint8Array): Uint8Array {
  const opening = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, IV_BYTES)).setAAD(bound);
  opening.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const data = opening.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES));
  opening.final();
  return data;
}
