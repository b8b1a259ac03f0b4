import { ByteSink } from './byte-sink.ts';
import type { TreeSink } from './tree-writer.ts';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [MAP, END_MAP, LIST, END_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Writes JSON as bytes, Base64 for what is bytes itself. `JSON.stringify` is quicker for small things; but a text of a megabyte that is
 * made to be turned into bytes costs more than both.
 */
export class JsonSink extends ByteSink implements TreeSink {
  #lastInstant = Number.NaN;
  #lastInstantText = '';

  static key(name: string): Uint8Array {
    return Buffer.from(`,${JSON.stringify(name)}:`);
  }

  startMap(): number {
    this.#byte(MAP);
    return this.at;
  }

  member(key: Uint8Array, before: number): void {
    this.copy(key, before === 0 ? 1 : 0);
  }

  key(name: string, before: number): void {
    if (before > 0) this.#byte(COMMA);
    this.text(name);
    this.#byte(COLON);
  }

  endMap(): void {
    this.#byte(END_MAP);
  }

  startList(): void {
    this.#byte(LIST);
  }

  item(before: number): void {
    if (before > 0) this.#byte(COMMA);
  }

  endList(): void {
    this.#byte(END_LIST);
  }

  text(text: string): void {
    const start = this.at;
    this.#byte(QUOTE);
    if (this.plain(text, 0x20, QUOTE, BACKSLASH)) {
      this.#byte(QUOTE);
    } else {
      this.at = start;
      this.#raw(JSON.stringify(text));
    }
  }

  utf8(bytes: Uint8Array, from: number, to: number): void {
    const start = this.at;
    this.#byte(QUOTE);
    if (this.plainBytes(bytes, from, to, 0x20, QUOTE, BACKSLASH)) {
      this.#byte(QUOTE);
    } else {
      this.at = start;
      this.text(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, to));
    }
  }

  blob(value: Uint8Array): void {
    const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    this.room(text.length + 2);
    this.bytes[this.at++] = QUOTE;
    this.at += this.bytes.write(text, this.at, 'latin1');
    this.bytes[this.at++] = QUOTE;
  }

  /** aws: seconds with a fraction — recorded requests of the AWS SDK for Java 2.31 */
  instant(value: Date): void {
    const millis = value.getTime();
    if (millis !== this.#lastInstant) {
      this.#lastInstant = millis;
      this.#lastInstantText = JSON.stringify(millis / 1000);
    }
    this.#raw(this.#lastInstantText);
  }

  fraction(value: number): void {
    this.#raw(JSON.stringify(Number.isFinite(value) ? value : String(value)));
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.text(value);
    else this.#raw(JSON.stringify(value) ?? 'null');
  }

  #raw(text: string): void {
    if (this.plain(text, 0, -1, -1)) return;
    this.room(text.length * 3);
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  #byte(byte: number): void {
    this.room(1);
    this.bytes[this.at++] = byte;
  }
}
