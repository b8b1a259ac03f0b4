/** What stands at a place of JSON. */
const ABSENT = 0;
/** A string without escapes. */
const TEXT = 1;
const STRUCTURE = 2;
/** Anything else. */
const OTHER = 3;

/** Deeper than this JSON is left to the parser. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** A text that is no JSON ends the walk with this; one that this walk leaves to the parser with the other. */
const WRONG = -1;
const UNSURE = -2;

export type Found = 'fields' | 'none' | 'unsure';

/**
 * Finds some fields of an object in JSON without making anything of the others. It accepts what JSON.parse accepts: a message that is
 * not JSON to its last byte has no fields, however it begins. Where that takes more than a walk (names with escapes, deep
 * structures, a field that is one), it says so.
 */
export class JsonFields {
  readonly #names: readonly Buffer[];
  readonly #slots: ReadonlyMap<string, number>;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #limit = 0;
  /** Of the string that was read last: whether it has escapes. */
  #escaped = false;

  /** Names that reach into structures are none of its own. */
  constructor(names: readonly string[]) {
    const simple = [...new Set(names)].filter((name) => name !== '' && !/[.[\]`]/.test(name));
    this.#names = simple.map((name) => Buffer.from(name));
    this.#slots = new Map(simple.map((name, i) => [name, i]));
    this.#kinds = new Uint8Array(simple.length);
    this.#starts = new Int32Array(simple.length);
    this.#ends = new Int32Array(simple.length);
  }

  slot(name: string): number | undefined {
    return this.#slots.get(name);
  }

  /** Looks for the fields in the bytes. */
  find(bytes: Buffer, from: number, end: number): Found {
    this.#kinds.fill(ABSENT);
    this.#bytes = bytes;
    this.#limit = end;
    const begin = this.#blank(from);
    if (begin >= end || bytes[begin] !== OPEN) return 'none';
    const behind = this.#object(begin, 0, true);
    if (behind === UNSURE || this.#kinds.includes(STRUCTURE)) return 'unsure';
    return behind === WRONG || this.#blank(behind) !== end ? 'none' : 'fields';
  }

  /** What was found in `find`'s bytes, which must be as they were; undefined also for null. */
  value(slot: number): string | number | boolean | undefined {
    const kind = this.#kinds[slot];
    if (kind === ABSENT) return undefined;
    const text = this.#bytes.toString('utf8', this.#starts[slot], this.#ends[slot]);
    return kind === TEXT ? text : ((JSON.parse(text) ?? undefined) as string | number | boolean | undefined);
  }

  #blank(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < this.#limit) {
      const byte = bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      at++;
    }
    return at;
  }

  #object(from: number, depth: number, outermost: boolean): number {
    const bytes = this.#bytes;
    let at = this.#blank(from + 1);
    if (bytes[at] === CLOSE && at < this.#limit) return at + 1;
    for (;;) {
      if (at >= this.#limit || bytes[at] !== QUOTE) return WRONG;
      const name = at + 1;
      at = this.#string(at);
      if (at < 0) return at;
      if (outermost && this.#escaped) return UNSURE;
      const slot = outermost ? this.#slotOf(name, at - 1) : -1;
      at = this.#blank(at);
      if (at >= this.#limit || bytes[at] !== COLON) return WRONG;
      const start = this.#blank(at + 1);
      at = this.#value(start, depth);
      if (at < 0) return at;
      if (slot >= 0) this.#note(slot, start, at);
      at = this.#blank(at);
      if (at >= this.#limit) return WRONG;
      if (bytes[at] === CLOSE) return at + 1;
      if (bytes[at] !== COMMA) return WRONG;
      at = this.#blank(at + 1);
    }
  }

  #list(from: number, depth: number): number {
    const bytes = this.#bytes;
    let at = this.#blank(from + 1);
    if (bytes[at] === CLOSE_LIST && at < this.#limit) return at + 1;
    for (;;) {
      at = this.#value(at, depth);
      if (at < 0) return at;
      at = this.#blank(at);
      if (at >= this.#limit) return WRONG;
      if (bytes[at] === CLOSE_LIST) return at + 1;
      if (bytes[at] !== COMMA) return WRONG;
      at = this.#blank(at + 1);
    }
  }

  #value(at: number, depth: number): number {
    if (at >= this.#limit) return WRONG;
    const byte = this.#bytes[at];
    if (byte === QUOTE) return this.#string(at);
    if (byte === OPEN) return depth >= MAX_DEPTH ? UNSURE : this.#object(at, depth + 1, false);
    if (byte === OPEN_LIST) return depth >= MAX_DEPTH ? UNSURE : this.#list(at, depth + 1);
    if (byte === 0x74) return this.#word(at, TRUE);
    if (byte === 0x66) return this.#word(at, FALSE);
    if (byte === 0x6e) return this.#word(at, NULL);
    return this.#number(at);
  }

  /** Behind the closing quotation mark. */
  #string(from: number): number {
    const bytes = this.#bytes;
    const limit = this.#limit;
    this.#escaped = false;
    for (let at = from + 1; at < limit; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) return at + 1;
      if (byte < 0x20) return WRONG;
      if (byte !== BACKSLASH) continue;
      this.#escaped = true;
      const length = escapeAt(bytes, at + 1);
      if (length === 0 || at + length >= limit) return WRONG;
      at += length;
    }
    return WRONG;
  }

  #word(at: number, word: Buffer): number {
    const end = at + word.length;
    if (end > this.#limit) return WRONG;
    for (let i = 0; i < word.length; i++) if (this.#bytes[at + i] !== word[i]) return WRONG;
    return end;
  }

  #number(from: number): number {
    const bytes = this.#bytes;
    let at = bytes[from] === 0x2d ? from + 1 : from;
    const whole = this.#digits(at);
    if (whole === at || (bytes[at] === 0x30 && whole > at + 1)) return WRONG;
    at = whole;
    if (at < this.#limit && bytes[at] === 0x2e) {
      const fraction = this.#digits(at + 1);
      if (fraction === at + 1) return WRONG;
      at = fraction;
    }
    if (at < this.#limit && ((bytes[at] as number) | 0x20) === 0x65) {
      const sign = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 1 : 0;
      const exponent = this.#digits(at + 1 + sign);
      if (exponent === at + 1 + sign) return WRONG;
      at = exponent;
    }
    return at;
  }

  #digits(from: number): number {
    let at = from;
    while (at < this.#limit && isDigit(this.#bytes[at] as number)) at++;
    return at;
  }

  #slotOf(from: number, end: number): number {
    const bytes = this.#bytes;
    search: for (let slot = 0; slot < this.#names.length; slot++) {
      const name = this.#names[slot] as Buffer;
      if (name.length !== end - from) continue;
      for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) continue search;
      return slot;
    }
    return -1;
  }

  /** The last of several fields of a name counts. */
  #note(slot: number, start: number, end: number): void {
    const byte = this.#bytes[start];
    const isText = byte === QUOTE && !this.#escaped;
    this.#kinds[slot] = isText ? TEXT : byte === OPEN || byte === OPEN_LIST ? STRUCTURE : OTHER;
    this.#starts[slot] = isText ? start + 1 : start;
    this.#ends[slot] = isText ? end - 1 : end;
  }
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** How many bytes stand behind a backslash that belong to it; 0 where they are no escape. */
function escapeAt(bytes: Buffer, at: number): number {
  const byte = bytes[at] as number;
  if (byte !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0;
  for (let i = 1; i <= 4; i++) if (!/[0-9a-fA-F]/.test(String.fromCharCode(bytes[at + i] as number))) return 0;
  return 5;
}
