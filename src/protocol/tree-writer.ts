import { type Lend, type RowForm, type RowKey, type RowSink, Rows, type ServiceModel, type Shape, type ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';

/** A notation that values are written in, as bytes: JSON or CBOR. */
export interface TreeSink {
  document(write: () => void, lend?: Lend): Buffer;
  /** Answers what `endMap` wants to know; `most` is how many members there can be. */
  startMap(most: number): number;
  /** A key that was prepared; `before` is how many members stand before it. */
  member(key: Uint8Array, before: number): void;
  key(name: string, before: number): void;
  endMap(count: number, start: number, most: number): void;
  startList(count: number): void;
  item(before: number): void;
  endList(): void;
  blob(value: Uint8Array): void;
  instant(value: Date): void;
  /** A number that need not be whole, nor a number. */
  fraction(value: number): void;
  text(value: string): void;
  /** A text that is there in UTF-8. */
  utf8(bytes: Uint8Array, from: number, to: number): void;
  /** Anything that needs no shape to be written: texts, numbers, booleans, and what JSON could hold. */
  value(value: unknown): void;
  /** How far the document is written. */
  readonly place: number;
  /** A copy of what was written from a place on. */
  since(place: number): Buffer;
  /** Bytes of a document. */
  ready(bytes: Uint8Array): void;
}

type Write = (sink: TreeSink, value: unknown) => void;

/**
 * Functions that write an operation's own values, in one pass and without a tree in between: of an answer with hundreds of records that
 * tree is most of the garbage. Members unknown to the model are left out.
 */
export function treeWriters(
  model: ServiceModel,
  makeSink: () => TreeSink,
  keyOf: (name: string) => Uint8Array,
): (ref: ShapeRef) => (value: unknown, lend?: Lend) => Buffer {
  const made = new Map<string, Write>();

  const writer = (ref: ShapeRef): Write => {
    const known = made.get(ref.shape);
    if (known) return known;
    made.set(ref.shape, (sink, value) => (made.get(ref.shape) as Write)(sink, value)); // recursive shapes
    const write = compile(shapeOf(model, ref));
    made.set(ref.shape, write);
    return write;
  };

  const compile = (shape: Shape): Write => {
    switch (shape.type) {
      case 'structure':
        return structure(shape);
      case 'list':
        return list(writer(shape.member as ShapeRef), keysOf(shapeOf(model, shape.member as ShapeRef)));
      case 'map':
        return map(writer(shape.value as ShapeRef));
      case 'blob':
        return (sink, value) => sink.blob(value as Uint8Array);
      case 'timestamp':
        return (sink, value) => sink.instant(value as Date);
      case 'float':
      case 'double':
        return (sink, value) => sink.fraction(value as number);
      default:
        return (sink, value) => sink.value(value);
    }
  };

  const keysOf = ({ members = {} }: Shape): Keys =>
    new Map(Object.entries(members).map(([name, ref]) => [name, keyOf(ref.locationName ?? name)]));

  const structure = (shape: Shape): Write => {
    const members = Object.entries(shape.members ?? {})
      .filter(([, ref]) => !shapeOf(model, ref).eventstream)
      .map(([name, ref]) => ({ name, key: keyOf(ref.locationName ?? name), write: writer(ref) }));
    return (sink, value) => {
      const given = value as Record<string, unknown>;
      const start = sink.startMap(members.length);
      let count = 0;
      for (let i = 0; i < members.length; i++) {
        const member = members[i] as (typeof members)[number];
        const item = given[member.name];
        if (item === undefined || item === null) continue;
        sink.member(member.key, count++);
        member.write(sink, item);
      }
      sink.endMap(count, start, members.length);
    };
  };

  return (ref) => {
    const write = writer(ref);
    const sink = makeSink();
    return (value, lend) => sink.document(() => write(sink, value), lend);
  };
}

/** Of the members of a structure, by name. */
type Keys = ReadonlyMap<string, RowKey>;

const list =
  (write: Write, keys: Keys): Write =>
  (sink, value) => {
    if (value instanceof Rows) {
      sink.startList(value.length);
      value.write(new TreeRows(sink, keys));
      return sink.endList();
    }
    const items = Array.isArray(value) ? value : [...(value as Iterable<unknown>)];
    sink.startList(items.length);
    for (let i = 0; i < items.length; i++) {
      sink.item(i);
      write(sink, items[i]);
    }
    sink.endList();
  };

const map =
  (write: Write): Write =>
  (sink, value) => {
    const entries = Object.entries(value as object).filter(([, each]) => each !== undefined && each !== null);
    const start = sink.startMap(entries.length);
    for (const [i, [key, each]] of entries.entries()) {
      sink.key(key, i);
      write(sink, each);
    }
    sink.endMap(entries.length, start, entries.length);
  };

class TreeRows implements RowSink {
  readonly #sink: TreeSink;
  readonly #keys: Keys;
  #rows = 0;
  #members = 0;
  #start = 0;
  #place = 0;

  constructor(sink: TreeSink, keys: Keys) {
    this.#sink = sink;
    this.#keys = keys;
  }

  key(member: string): RowKey {
    const key = this.#keys.get(member);
    if (!key) throw new Error(`the model has no member ${member}`);
    return key;
  }

  row(): void {
    this.#sink.item(this.#rows++);
    this.#place = this.#sink.place;
    this.#start = this.#sink.startMap(this.#keys.size);
    this.#members = 0;
  }

  end(): void {
    this.#sink.endMap(this.#members, this.#start, this.#keys.size);
  }

  form(text: Uint8Array): RowForm {
    const bytes = this.#sink.since(this.#place);
    const at = bytes.indexOf(text);
    if (at < 0) throw new Error('the text is not in the row as it is');
    return { bytes, at };
  }

  again({ bytes, at }: RowForm, text: Uint8Array): void {
    bytes.set(text, at);
    this.#sink.item(this.#rows++);
    this.#sink.ready(bytes);
  }

  text(key: RowKey, value: string): void {
    this.#sink.member(key, this.#members++);
    this.#sink.text(value);
  }

  utf8(key: RowKey, bytes: Uint8Array, from: number, to: number): void {
    this.#sink.member(key, this.#members++);
    this.#sink.utf8(bytes, from, to);
  }

  blob(key: RowKey, bytes: Uint8Array, from: number, to: number): void {
    this.#sink.member(key, this.#members++);
    this.#sink.blob(new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from));
  }

  instant(key: RowKey, value: Date): void {
    this.#sink.member(key, this.#members++);
    this.#sink.instant(value);
  }
}
