import type { ServiceModel, Shape, ShapeRef } from '#core';
import { ARRAY, BREAK, BYTES, INDEFINITE, MAP, SHORT, shortText, TEXT, UINT } from './cbor.ts';
import { shapeOf } from './protocol.ts';
import { type Check, checkOf, itemsCheckOf } from './rules.ts';
import { holds, type ReadInput } from './usual.ts';

/** Answers the value at the cursor; undefined where it is unusual. */
type Read = (at: Cursor) => unknown;

/** A list or map whose end is marked instead of its length told. */
const OPEN = -1;
const UNUSUAL = -2;

/**
 * A reader made for an operation's input: without the tree of a document that is read first and decoded then, which for hundreds of
 * records costs as much as all else that is done with them. It understands what clients send and knows no words for mistakes: where a
 * value is of another type, breaks a rule, is null, unknown or missing, the document is read the long way, which has them.
 * Undefined for inputs with values that are seldom sent (maps, instants, fractions).
 */
export function cborReader(model: ServiceModel, input: ShapeRef): ReadInput | undefined {
  const read = compile(model, shapeOf(model, input), 0);
  if (!read) return undefined;
  return (document) => {
    const cursor = new Cursor(Buffer.from(document.buffer, document.byteOffset, document.byteLength));
    const value = read(cursor) as Record<string, unknown> | undefined;
    return cursor.atEnd ? value : undefined;
  };
}

/** Ours: inputs that lie deeper, or within themselves, are read the long way. */
const DEPTH = 8;

function compile(model: ServiceModel, shape: Shape, depth: number): Read | undefined {
  if (depth > DEPTH) return undefined;
  switch (shape.type) {
    case 'structure':
      return structure(model, shape, depth);
    case 'list':
      return list(model, shape, depth);
    case 'blob':
      return checked(blob, checkOf(shape));
    case 'string':
      return checked(text, checkOf(shape));
    case 'integer':
    case 'long':
      return checked(whole, checkOf(shape));
    case 'boolean':
      return flag;
    default:
      return undefined;
  }
}

interface Member {
  readonly name: string;
  /** As it stands in a document, its length included. */
  readonly key: Uint8Array;
  readonly read: Read;
}

function structure(model: ServiceModel, shape: Shape, depth: number): Read | undefined {
  const members: Member[] = [];
  for (const [name, ref] of Object.entries(shape.members ?? {})) {
    const read = compile(model, shapeOf(model, ref), depth + 1);
    if (!read) return undefined;
    members.push({ name, key: keyOf(ref.locationName ?? name), read });
  }
  const required = shape.required ?? [];
  /** By place: a client's structures have their members in the same order, one after the other. */
  const lastAt: (Member | undefined)[] = [];
  const memberAt = (cursor: Cursor, place: number): Member | undefined => {
    const last = lastAt[place];
    if (last && cursor.skip(last.key)) return last;
    const found = members.find(({ key }) => cursor.skip(key));
    if (found && place < members.length) lastAt[place] = found;
    return found;
  };
  return (cursor) => {
    const count = cursor.head(MAP);
    if (count === UNUSUAL) return undefined;
    const value: Record<string, unknown> = {};
    for (let place = 0; count === OPEN ? !cursor.ended() : place < count; place++) {
      const member = memberAt(cursor, place);
      const item = member?.read(cursor);
      if (item === undefined) return undefined;
      value[(member as Member).name] = item;
    }
    for (let i = 0; i < required.length; i++) if (value[required[i] as string] === undefined) return undefined;
    return value;
  };
}

function list(model: ServiceModel, shape: Shape, depth: number): Read | undefined {
  const item = shapeOf(model, shape.member as ShapeRef);
  const read = compile(model, item, depth + 1);
  if (!read) return undefined;
  const check = checkOf(shape);
  const rules = itemsCheckOf(item, 'Member');
  const checkItems: Check | undefined = rules && ((items, violations) => rules(items as unknown[], items, violations));
  return (cursor) => {
    const count = cursor.head(ARRAY);
    if (count === UNUSUAL) return undefined;
    // grown as it is read: a claimed length costs nothing
    const items: unknown[] = [];
    for (let i = 0; count === OPEN ? !cursor.ended() : i < count; i++) {
      const each = read(cursor);
      if (each === undefined) return undefined;
      items.push(each);
    }
    return holds(check, items) && holds(checkItems, items) ? items : undefined;
  };
}

const blob: Read = (cursor) => {
  const length = cursor.head(BYTES);
  return length < 0 ? undefined : cursor.slice(length);
};

const text: Read = (cursor) => {
  const length = cursor.head(TEXT);
  return length < 0 ? undefined : cursor.text(length);
};

const whole: Read = (cursor) => {
  const value = cursor.head(UINT);
  return value < 0 ? undefined : value;
};

const flag: Read = (cursor) => cursor.flag();

const checked = (read: Read, check: Check | undefined): Read =>
  check
    ? (cursor) => {
        const value = read(cursor);
        return value !== undefined && holds(check, value) ? value : undefined;
      }
    : read;

/** Names of members are short: the count of their bytes lies in the first one, or in the next. */
function keyOf(name: string): Uint8Array {
  const bytes = Buffer.from(name);
  const head = bytes.length < 24 ? [(TEXT << 5) | bytes.length] : [(TEXT << 5) | 24, bytes.length];
  return Uint8Array.from([...head, ...bytes]);
}

/** A place in a document. What lies behind its end is never usual: reading there answers so. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Passes over bytes if they are what comes next. */
  skip(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = expected;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + length;
    return true;
  }

  /** Passes over the mark at the end of what is open. */
  ended(): boolean {
    if (this.#bytes[this.#at] !== BREAK) return false;
    this.#at++;
    return true;
  }

  /** The count that a value of that type begins with; `OPEN`, or `UNUSUAL`. */
  head(major: number): number {
    const bytes = this.#bytes;
    const at = this.#at;
    const initial = bytes[at];
    if (initial === undefined || initial >> 5 !== major) return UNUSUAL;
    const low = initial & 0x1f;
    if (low < 24) {
      this.#at = at + 1;
      return low;
    }
    if (low === INDEFINITE) {
      this.#at = at + 1;
      return OPEN;
    }
    const width = low === 24 ? 1 : low === 25 ? 2 : low === 26 ? 4 : 0;
    if (width === 0 || at + 1 + width > bytes.length) return UNUSUAL;
    this.#at = at + 1 + width;
    let count = 0;
    for (let i = at + 1; i <= at + width; i++) count = count * 256 + (bytes[i] as number);
    return count;
  }

  slice(length: number): Buffer | undefined {
    const from = this.#at;
    const to = from + length;
    if (to > this.#bytes.length) return undefined;
    this.#at = to;
    return this.#bytes.subarray(from, to);
  }

  text(length: number): string | undefined {
    const from = this.#at;
    const to = from + length;
    if (to > this.#bytes.length) return undefined;
    this.#at = to;
    return length <= SHORT ? shortText(this.#bytes, from, to) : this.#bytes.toString('utf8', from, to);
  }

  flag(): boolean | undefined {
    const byte = this.#bytes[this.#at];
    if (byte !== 0xf4 && byte !== 0xf5) return undefined;
    this.#at++;
    return byte === 0xf5;
  }
}
