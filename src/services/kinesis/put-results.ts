import type { PutRecordsResultEntry } from '#api/kinesis';
import { type RowForm, type RowSink, Rows } from '#core';
import type { Appended, LogRecord } from '#storage';
import type { SequenceNumbers } from './sequence-number.ts';
import { type ShardRow, shardName } from './stream.ts';
import { Payload } from './usage.ts';

/** The records of one request that go to one shard, on their way to its log. */
export class Share {
  readonly shard: ShardRow;
  readonly name: string;
  readonly numbers: SequenceNumbers;
  readonly payload = new Payload();
  /** Empty once the log has copied them. */
  readonly records: LogRecord[] = [];
  count = 0;
  /** Of each record; only where the shards of the stream are measured. */
  readonly sizes: number[] | undefined;
  /** The index of the record that is told next. */
  next = 0;
  /** Where they are; undefined where they could not be written. */
  appended: Appended | undefined;
  /** Its results differ in their numbers only. */
  form: RowForm | undefined;

  constructor(shard: ShardRow, numbers: SequenceNumbers, measured: boolean) {
    this.shard = shard;
    this.name = shardName(shard.number);
    this.numbers = numbers;
    this.sizes = measured ? [] : undefined;
  }

  add(record: LogRecord, bytes: number): void {
    this.records.push(record);
    this.payload.add(bytes);
    this.sizes?.push(bytes);
    this.count++;
  }
}

/** aws: what fails inside fails by record, "InternalFailure"; API reference, PutRecords */
const FAILURE = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal service failure.' };

/** What became of the records of a request, in its order: each was refused, or is the next one of a share. */
export class PutResults extends Rows<PutRecordsResultEntry> {
  readonly #results: readonly (PutRecordsResultEntry | Share)[];
  readonly #shares: readonly Share[];

  constructor(results: readonly (PutRecordsResultEntry | Share)[], shares: readonly Share[]) {
    super();
    this.#results = results;
    this.#shares = shares;
  }

  get length(): number {
    return this.#results.length;
  }

  write(to: RowSink): void {
    const number = to.key('SequenceNumber');
    const shard = to.key('ShardId');
    const code = to.key('ErrorCode');
    const message = to.key('ErrorMessage');
    this.#begin();
    for (const result of this.#results) {
      if (result instanceof Share && result.appended) {
        const letters = result.numbers.lettersOf(result.next++, result.appended.millis);
        if (result.form) {
          to.again(result.form, letters);
          continue;
        }
        to.row();
        to.utf8(number, letters, 0, letters.length);
        to.text(shard, result.name);
        to.end();
        result.form = to.form(letters);
      } else {
        to.row();
        const { ErrorCode, ErrorMessage } = result instanceof Share ? FAILURE : result;
        if (ErrorCode !== undefined) to.text(code, ErrorCode);
        if (ErrorMessage !== undefined) to.text(message, ErrorMessage);
        to.end();
      }
    }
  }

  *[Symbol.iterator](): Generator<PutRecordsResultEntry> {
    this.#begin();
    for (const result of this.#results) {
      if (!(result instanceof Share)) yield result;
      else if (!result.appended) yield FAILURE;
      else yield { SequenceNumber: result.numbers.of(result.next++, result.appended.millis), ShardId: result.name };
    }
  }

  #begin(): void {
    for (const share of this.#shares) {
      share.next = share.appended?.first ?? 0;
      share.form = undefined;
    }
  }
}
