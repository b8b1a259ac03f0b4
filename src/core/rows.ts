import type { Call } from './service.ts';

/** A member of rows, as it is written. */
export type RowKey = Uint8Array;

/** A row that others are like but for one text in it, as it was written. */
export interface RowForm {
  readonly bytes: Uint8Array;
  /** Where in it the text lies. */
  readonly at: number;
}

/** Where rows are written, one after the other: `row`, the members that it has in any order, `end`. */
export interface RowSink {
  /** What a member's values are written under; the model has to know it. */
  key(member: string): RowKey;
  row(): void;
  end(): void;
  text(key: RowKey, value: string): void;
  /** A text that is there in UTF-8. */
  utf8(key: RowKey, bytes: Uint8Array, from: number, to: number): void;
  blob(key: RowKey, bytes: Uint8Array, from: number, to: number): void;
  instant(key: RowKey, value: Date): void;
  /** The row that was ended last, for those that differ only in a text of that length: letters and digits of ASCII. */
  form(text: Uint8Array): RowForm;
  /** A whole row of that form: copied, which costs a fraction of writing its members. */
  again(form: RowForm, text: Uint8Array): void;
}

/**
 * A list of an operation's output whose rows are written from where they lie. Of an answer with hundreds of records, an object for each with
 * its texts and views, made to be written at once, is half of what it costs.
 */
export abstract class Rows<Row> implements Iterable<Row> {
  abstract readonly length: number;
  abstract write(to: RowSink): void;
  /** The rows as values: for those who want to see them. */
  abstract [Symbol.iterator](): Iterator<Row>;

  /**
   * As the type of an output has it: an array, or where the output is only sent, the rows themselves. Of those who record such a call some look
   * at its output, too: they may go through the rows, and count them.
   */
  in(call: { readonly sent?: Call['sent'] | undefined }): readonly Row[] {
    return call.sent ? (this as unknown as readonly Row[]) : [...this];
  }

  toJSON(): Row[] {
    return [...this];
  }
}
