import type { Call, Clock, DataKeys, EncryptionContext } from '#core';
import { type Cipher, type Database, type LogEntry, openRecordCiphers, type RecordCiphers, type Sealed } from '#storage';
import { kmsRefusal } from './errors.ts';
import type { Stream } from './live.ts';

/** What an encrypted stream asks of KMS, each time as the caller of Kinesis: his permissions decide. */
export type StreamKeys = Pick<DataKeys, 'generate' | 'open' | 'find'>;

/** Decrypts what one reader of a stream has been given. */
export interface Opener {
  /** The entries as they were written. Those that were never encrypted pass as they are. */
  open(entries: readonly LogEntry[]): Promise<readonly LogEntry[]>;
}

/** aws: the encryption context of streams — Kinesis developer guide, "Permissions to use user-generated KMS keys" */
const contextOf = ({ arn }: Stream): EncryptionContext => ({ 'aws:kinesis:arn': arn });

const sealedFor = (stream: Stream, call: Call): Sealed => ({
  scope: stream.scope,
  owner: stream.row.id,
  user: call,
  context: contextOf(stream),
});

/** The data keys of encrypted streams: made and opened by KMS as each caller. */
export class Ciphers {
  readonly #records: RecordCiphers;

  constructor(database: Database, keys: StreamKeys, clock: Clock) {
    this.#records = openRecordCiphers(database, { table: 'kinesis_data_key', column: 'stream' }, keys, clock);
  }

  /** The caller's cipher for an encrypted stream, if it is at hand. */
  ready(stream: Stream, call: Call): Cipher | undefined {
    return this.#records.ready(sealedFor(stream, call), keyIdOf(stream));
  }

  /** Gets one from KMS. */
  async prepare(stream: Stream, call: Call): Promise<void> {
    await this.#records.prepare(sealedFor(stream, call), keyIdOf(stream)).catch(kmsRefusal);
  }

  opener(stream: Stream, call: Call): Opener {
    const opener = this.#records.opener(sealedFor(stream, call));
    return { open: (entries) => opener.open(stream.row.id, entries).catch(kmsRefusal) };
  }

  /** Forgets the keys of a stream: of all times, or those that no record is left of. */
  forget({ scope, row }: Pick<Stream, 'scope' | 'row'>, madeBefore?: number): void {
    this.#records.forget({ scope, owner: row.id }, madeBefore);
  }
}

const keyIdOf = ({ row }: Stream): string => row.encryption?.keyId ?? '';
