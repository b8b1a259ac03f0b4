import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Clock, type DataKeys, type EncryptionContext, type KeyUser, openBox, type Scope, sealBox } from '#core';
import type { Database } from './database.ts';
import type { LogEntry, LogRecord, RecordPlace } from './segments/frame.ts';
import { Table } from './table.ts';

/** — aws: a data key is used for five minutes; KMS developer guide, "How Kinesis Data Streams uses AWS KMS" is silent, the developer guide's cost section speaks of a call about every five minutes for each user */
const KEY_MILLIS = 300_000;
const NONCES = { bytes: randomBytes };
/** How many data keys are held open at most. */
const HELD = 10_000;

/** Whose records are encrypted, and in whose name KMS is asked for it. */
export interface Sealed {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  /** What data keys are numbered within, such as the id of a stream. */
  readonly owner: string;
  readonly user: KeyUser;
  readonly context: EncryptionContext;
}

/** Encrypts the records of one writer. */
export interface Cipher {
  /** The number of its data key, which its records have for a tag. */
  readonly tag: number;
  /** @param within where the record lies: it cannot be read as one that lies elsewhere */
  seal(within: string, key: string | undefined, data: Uint8Array): LogRecord;
}

/** Decrypts what one reader has been given. What was never encrypted passes as it is. */
export interface Opener {
  open(within: string, entries: readonly LogEntry[]): Promise<readonly LogEntry[]>;
  /** Gets the data key of a tag. */
  prepare(tag: number): Promise<void>;
  /** What an encrypted record says; undefined where its data key has not been got yet. */
  dataOf(within: string, place: RecordPlace): Buffer | undefined;
}

/** The data keys of logs with encrypted records: made and opened by KMS, kept wrapped. A record's tag is the number of its key. */
export interface RecordCiphers {
  /** The cipher for a KMS key, if it is at hand. */
  ready(by: Sealed, keyId: string): Cipher | undefined;
  /** Gets one. Rejects with KMS's errors. */
  prepare(by: Sealed, keyId: string): Promise<Cipher>;
  /** Its promises reject with KMS's errors. */
  opener(by: Sealed): Opener;
  /** Forgets the keys of an owner: of all times, or those that no record is left of. */
  forget(by: Pick<Sealed, 'scope' | 'owner'>, madeBefore?: number): void;
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

/** What a ciphertext is bound to: another place's record, or another key's, does not pass for this one. */
const boundTo = (within: string, key: string | undefined): Buffer => Buffer.from(`${within}/${key ?? ''}`);

/** @param table where the wrapped keys are kept; its first column is named `column` */
export function openRecordCiphers(
  database: Database,
  { table, column }: { readonly table: string; readonly column: string },
  keys: Pick<DataKeys, 'generate' | 'open'>,
  clock: Clock,
): RecordCiphers {
  const rows = new Table<DataKeyRow>(database, { name: table, key: [column, 'number'] });
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
  const writerOf = ({ owner, user }: Sealed, keyId: string) => `${owner} ${keyId} ${user.caller.arn}`;

  const keyOf = async ({ scope, owner, user, context }: Sealed, number: number): Promise<KeyObject> => {
    const name = `${owner} ${number} ${user.caller.arn}`;
    const known = recall(opened, name);
    if (known) return known;
    const kept = rows.in(scope).get(owner, numbered(number));
    if (!kept) throw new Error(`data key ${number} of ${JSON.stringify(context)} is missing`);
    const key = createSecretKey(await keys.open(user, Buffer.from(kept.wrapped, 'base64'), context));
    hold(opened, name, key);
    return key;
  };

  return {
    ready: (by, keyId) => recall(ciphers, writerOf(by, keyId)),
    async prepare(by, keyId) {
      const { scope, owner, user, context } = by;
      const { plain, wrapped } = await keys.generate(user, keyId, context);
      const here = rows.in(scope);
      let number = 1;
      database.transaction(() => {
        const last = here.entries({ under: [owner], descending: true, limit: 1 })[0];
        number = Number(last?.key[1] ?? 0) + 1;
        here.put([owner, numbered(number)], { wrapped: Buffer.from(wrapped).toString('base64'), madeAt: clock.millis() });
      });
      // no record may be on the disk whose key is not
      await database.settled();
      const made = cipher(createSecretKey(plain), number);
      hold(ciphers, writerOf(by, keyId), made);
      return made;
    },
    opener(by) {
      const found = new Map<number, KeyObject>();
      const prepare = async (tag: number): Promise<void> => {
        found.set(tag, await keyOf(by, tag));
      };
      return {
        prepare,
        async open(within, entries) {
          for (const { tag } of entries) if (tag !== 0 && !found.has(tag)) await prepare(tag);
          if (found.size === 0) return entries;
          return entries.map((entry) => {
            const key = found.get(entry.tag);
            return key ? { ...entry, data: decrypted(key, boundTo(within, entry.key), entry.data) } : entry;
          });
        },
        dataOf(within, place) {
          const key = found.get(place.tag);
          if (!key) return undefined;
          const { key: name, data } = place.entry();
          return decrypted(key, boundTo(within, name), data);
        },
      };
    },
    forget({ scope, owner }, madeBefore = Number.POSITIVE_INFINITY) {
      const here = rows.in(scope);
      const all = here.entries({ under: [owner] });
      // the last one stays: numbers are not given twice
      const old = madeBefore === Number.POSITIVE_INFINITY ? all : all.slice(0, -1);
      for (const { key, row } of old) if (row.madeAt < madeBefore) here.delete(...key);
    },
  };
}

const cipher = (secret: KeyObject, tag: number): Cipher => ({
  tag,
  seal: (within, key, data) => ({ key, data: sealBox(secret, boundTo(within, key), data, NONCES), tag }),
});

function decrypted(secret: KeyObject, bound: Buffer, sealed: Uint8Array): Buffer {
  const data = openBox(secret, bound, sealed);
  if (!data) throw new Error('an encrypted record on the disk was changed');
  return data;
}
