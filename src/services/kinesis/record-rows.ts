import type { RecordShape } from '#api/kinesis';
import { type RowSink, Rows } from '#core';
import type { Stretch } from '#storage';
import type { SequenceNumbers } from './sequence-number.ts';

/** Records that were read, written from where they lie in the memory that they were read into. */
export class RecordRows extends Rows<RecordShape> {
  readonly length: number;
  readonly #stretches: readonly Stretch[];
  readonly #numbers: SequenceNumbers;

  constructor(stretches: readonly Stretch[], numbers: SequenceNumbers) {
    super();
    this.length = stretches.reduce((sum, { count }) => sum + count, 0);
    this.#stretches = stretches;
    this.#numbers = numbers;
  }

  write(to: RowSink): void {
    const number = to.key('SequenceNumber');
    const arrival = to.key('ApproximateArrivalTimestamp');
    const data = to.key('Data');
    const partition = to.key('PartitionKey');
    const numbers = this.#numbers;
    for (const stretch of this.#stretches) {
      const { piece, millis } = stretch;
      const arrived = new Date(millis);
      stretch.each((record) => {
        const letters = numbers.lettersOf(record.index, millis);
        to.row();
        to.utf8(number, letters, 0, letters.length);
        to.instant(arrival, arrived);
        to.blob(data, piece, record.data, record.end);
        if (record.hasKey) to.utf8(partition, piece, record.key, record.data);
        to.end();
      });
    }
  }

  *[Symbol.iterator](): Generator<RecordShape> {
    for (const stretch of this.#stretches) {
      const { millis } = stretch;
      const ApproximateArrivalTimestamp = new Date(millis);
      const records: RecordShape[] = [];
      stretch.each((record) => {
        const { index, key, data } = record.entry();
        const SequenceNumber = this.#numbers.of(index, millis);
        records.push({ SequenceNumber, ApproximateArrivalTimestamp, Data: data, PartitionKey: key });
      });
      yield* records;
    }
  }
}
