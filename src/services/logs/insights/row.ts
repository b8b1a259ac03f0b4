import type { Found } from '../search.ts';
import { pointerOf } from './record.ts';
import { Instant, pathOf, Structure, type Value, within } from './values.ts';

/** A log event, or a line of statistics, with the fields that were made of it. */
export class Row {
  readonly event: Found | undefined;
  readonly #made = new Map<string, Value>();
  #document: unknown;

  constructor(event?: Found) {
    this.event = event;
  }

  set(name: string, value: Value): void {
    this.#made.set(name, value);
  }

  get(name: string): Value {
    if (this.#made.has(name)) return this.#made.get(name);
    const inner = this.#within(name);
    if (inner !== undefined) return inner;
    const { event } = this;
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
    const copy = new Row(this.event);
    for (const [each, made] of this.#made) copy.set(each, made);
    copy.set(name, value);
    return copy;
  }

  /** aws: dots and brackets reach into maps and lists — User Guide, "Structure types" */
  #within(name: string): Value {
    if (this.#made.size === 0 || !/[.[]/.test(name)) return undefined;
    const [first = '', ...path] = pathOf(name);
    const made = this.#made.get(first);
    return made instanceof Structure ? flat(within(made.of, path)) : undefined;
  }

  /** aws: fields of messages in JSON are discovered, `a.b.0` reaches into them — User Guide, "Supported logs and discovered fields" */
  #discovered(name: string): Value {
    this.#document ??= documentOf(this.event?.message ?? '');
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
