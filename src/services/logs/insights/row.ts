import type { Found } from '../search.ts';
import type { JsonFields } from './json-fields.ts';
import { pointerOf } from './record.ts';
import { Instant, pathOf, Structure, type Value, within } from './values.ts';

/** What a scan passes: it is nobody's to keep. */
interface Passing extends Found {
  readonly piece: Buffer;
  readonly from: number;
  readonly end: number;
  kept(): Found;
}

/** A log event, or a line of statistics, with the fields that were made of it. */
export class Row {
  #event: Found | undefined;
  #passing: Passing | undefined;
  readonly #fields: JsonFields | undefined;
  /** Whether `#fields` has looked at the event. */
  #looked: 'not yet' | ReturnType<JsonFields['find']> = 'not yet';
  #made: Map<string, Value> | undefined;
  #document: unknown;

  /** `fields`: what finds fields in messages, for a row that passes many events. */
  constructor(event?: Found, fields?: JsonFields) {
    this.#event = event;
    this.#fields = fields;
  }

  get event(): Found | undefined {
    return this.#event;
  }

  /** Makes this the row of another event, until the next. */
  pass(event: Passing): void {
    this.#event = event;
    this.#passing = event;
    this.#looked = 'not yet';
    this.#document = undefined;
    this.#made?.clear();
  }

  /** The same row, for as long as it is wanted. */
  kept(): Row {
    const passing = this.#passing;
    return passing ? this.#copy(passing.kept()) : this;
  }

  set(name: string, value: Value): void {
    this.#made ??= new Map();
    this.#made.set(name, value);
  }

  get(name: string): Value {
    const made = this.#made;
    if (made && made.size > 0) {
      if (made.has(name)) return made.get(name);
      const inner = this.#within(name, made);
      if (inner !== undefined) return inner;
    }
    const event = this.#event;
    if (!event) return undefined;
    if (!name.startsWith('@')) return this.#discovered(name);
    switch (name) {
      case '@timestamp':
        return new Instant(event.timestamp);
      case '@ingestionTime':
        return new Instant(event.ingestionTime);
      case '@message':
        return event.message;
      case '@logStream':
        return event.source.stream.name;
      case '@log':
        return `${event.source.scope.account}:${event.source.group.name}`;
      case '@ptr':
        return pointerOf(event);
      default:
        return undefined;
    }
  }

  /** The same, with one field more. */
  with(name: string, value: Value): Row {
    const copy = this.#copy(this.#event);
    copy.set(name, value);
    return copy;
  }

  #copy(event: Found | undefined): Row {
    const copy = new Row(event);
    for (const [name, value] of this.#made ?? []) copy.set(name, value);
    return copy;
  }

  /** aws: dots and brackets reach into maps and lists — User Guide, "Structure types" */
  #within(name: string, all: ReadonlyMap<string, Value>): Value {
    if (!/[.[]/.test(name)) return undefined;
    const [first = '', ...path] = pathOf(name);
    const made = all.get(first);
    return made instanceof Structure ? flat(within(made.of, path)) : undefined;
  }

  /** aws: fields of messages in JSON are discovered, `a.b.0` reaches into them — User Guide, "Supported logs and discovered fields" */
  #discovered(name: string): Value {
    const fields = this.#fields;
    const passing = this.#passing;
    const slot = passing && this.#document === undefined ? fields?.slot(name) : undefined;
    if (fields && passing && slot !== undefined) {
      if (this.#looked === 'not yet') this.#looked = fields.find(passing.piece, passing.from, passing.end);
      if (this.#looked === 'fields') return fields.value(slot);
      if (this.#looked === 'none') return undefined;
    }
    this.#document ??= documentOf(this.#event?.message ?? '');
    return flat(within(this.#document, [name]) ?? within(this.#document, pathOf(name)));
  }
}

const flat = (value: unknown): Value =>
  (typeof value === 'object' && value !== null ? new Structure(value) : (value ?? undefined)) as Value;

const NONE = {};

function documentOf(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return NONE;
  try {
    return JSON.parse(message) ?? NONE;
  } catch {
    return NONE;
  }
}
