import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';
import { type Check, checkOf } from './rules.ts';
import { bytesOfBase64 } from './tree-decoder.ts';
import { holds, type ReadInput } from './usual.ts';

/** Answers the value at the cursor; undefined where it is unusual. */
type Read = (at: Cursor) => unknown;

interface Member {
  readonly name: string;
  /** As it stands in a document: in quotes, with the colon. */
  readonly key: Uint8Array;
  readonly read: Read;
}

/** Longer documents are worth being cut, which takes longer to begin with. */
const LONGEST = 8 * 1024;

const [BLANK, QUOTE, COMMA, BACKSLASH, OPEN, CLOSE] = [0x20, 0x22, 0x2c, 0x5c, 0x7b, 0x7d];
const LAST_ASCII = 0x7e;

/**
 * A reader made for an operation's input that has bytes in it, and next to them nothing but texts, whole numbers and flags: what one
 * record is sent with. It goes over the document once, where a parser makes a text of the whole, another of the Base64, and objects
 * that are looked through afterwards. It has no words for mistakes: with a value of another type, one that breaks a rule, a member that
 * is unknown, missing or there twice, a backslash or a letter beyond ASCII the document is read the long way. Undefined for other inputs.
 */
export function jsonReader(model: ServiceModel, input: ShapeRef): ReadInput | undefined {
  const shape = shapeOf(model, input);
  const members: Member[] = [];
  let blobs = 0;
  for (const [name, ref] of Object.entries(shape.members ?? {})) {
    const of = shapeOf(model, ref);
    const read = readOf(of);
    if (!read) return undefined;
    if (of.type === 'blob') blobs++;
    members.push({ name, key: Buffer.from(`"${ref.locationName ?? name}":`), read });
  }
  return blobs > 0 ? readerOf(members, shape.required ?? []) : undefined;
}

function readerOf(members: readonly Member[], required: readonly string[]): ReadInput {
  /** By place: a client's documents have their members in the same order. */
  const lastAt: (Member | undefined)[] = [];
  const memberAt = (cursor: Cursor, place: number): Member | undefined => {
    const last = lastAt[place];
    if (last && cursor.skip(last.key)) return last;
    const found = members.find(({ key }) => cursor.skip(key));
    if (found && place < members.length) lastAt[place] = found;
    return found;
  };
  return (document) => {
    if (document.length > LONGEST) return undefined;
    const cursor = new Cursor(document);
    if (!cursor.is(OPEN)) return undefined;
    const value: Record<string, unknown> = {};
    for (let place = 0; place === 0 || cursor.is(COMMA); place++) {
      cursor.blanks();
      const member = memberAt(cursor, place);
      cursor.blanks();
      const item = member?.read(cursor);
      if (item === undefined || value[(member as Member).name] !== undefined) return undefined;
      value[(member as Member).name] = item;
    }
    for (const name of required) if (value[name] === undefined) return undefined;
    return cursor.is(CLOSE) && cursor.atEnd ? value : undefined;
  };
}

function readOf(shape: Shape): Read | undefined {
  const check = checkOf(shape);
  switch (shape.type) {
    case 'blob':
      return checked((cursor) => cursor.base64(), check);
    case 'string':
      return textOf(check);
    case 'integer':
    case 'long':
      return checked((cursor) => cursor.whole(), check);
    case 'boolean':
      return (cursor) => (cursor.skip(TRUE) ? true : cursor.skip(FALSE) ? false : undefined);
    default:
      return undefined;
  }
}

const checked =
  (read: Read, check: Check | undefined): Read =>
  (cursor) => {
    const value = read(cursor);
    return value !== undefined && holds(check, value) ? value : undefined;
  };

/** The text that was read last is known again by its bytes: it has been looked at, and is not made anew. */
function textOf(check: Check | undefined): Read {
  let last = '';
  return (cursor) => {
    if (last !== '' && cursor.isText(last)) return last;
    const text = cursor.text();
    if (text === undefined || !holds(check, text)) return undefined;
    last = text;
    return text;
  };
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** Nine digits are a number exactly. */
const DIGITS = 9;

/** A place in a document. What lies behind its end is never usual: reading there answers so. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  blanks(): void {
    while (this.#bytes[this.#at] === BLANK) this.#at++;
  }

  /** Passes over a byte if it is what comes next. */
  is(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  skip(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = expected;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + length;
    return true;
  }

  /** Passes over a text in quotes, one without quotes or backslashes in it, if it is what comes next. */
  isText(text: string): boolean {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    const { length } = text;
    if (bytes[from - 1] !== QUOTE || bytes[from + length] !== QUOTE) return false;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
    this.#at = from + length + 1;
    return true;
  }

  text(): string | undefined {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    if (bytes[from - 1] !== QUOTE) return undefined;
    let to = from;
    for (let byte = bytes[to]; byte !== QUOTE; byte = bytes[++to]) {
      if (byte === undefined || byte < BLANK || byte > LAST_ASCII || byte === BACKSLASH) return undefined;
    }
    this.#at = to + 1;
    return bytes.toString('latin1', from, to);
  }

  base64(): Buffer | undefined {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    const to = bytes[from - 1] === QUOTE ? bytes.indexOf(QUOTE, from) : -1;
    if (to < 0) return undefined;
    this.#at = to + 1;
    return bytesOfBase64(bytes.toString('latin1', from, to));
  }

  whole(): number | undefined {
    const bytes = this.#bytes;
    const from = this.#at;
    let to = from;
    let value = 0;
    for (let digit = digitOf(bytes[to]); digit >= 0; digit = digitOf(bytes[++to])) value = value * 10 + digit;
    // JSON has no zeros in front
    if (to === from || to - from > DIGITS || (bytes[from] === ZERO && to - from > 1)) return undefined;
    this.#at = to;
    return value;
  }
}

const ZERO = 0x30;
const digitOf = (byte: number | undefined): number => (byte !== undefined && byte >= ZERO && byte <= ZERO + 9 ? byte - ZERO : -1);
