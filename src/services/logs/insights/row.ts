import type { Found } from '../search.ts';
import { Instant, type Value } from './values.ts';

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

  /** aws: fields of messages in JSON are discovered, `a.b.0` reaches into them — User Guide, "Supported logs and discovered fields" */
  #discovered(name: string): Value {
    this.#document ??= documentOf(this.event?.message ?? '');
    let value = own(this.#document, name);
    if (value === undefined && name.includes('.')) value = name.split('.').reduce(own, this.#document);
    if (value === null || value === undefined) return undefined;
    return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean);
  }
}

const NONE = {};

function documentOf(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return NONE;
  try {
    return JSON.parse(message) ?? NONE;
  } catch {
    return NONE;
  }
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** aws: opaque, names one event — API reference, GetLogRecord */
function pointerOf({ source, index }: Found): string {
  return Buffer.from(JSON.stringify([source.group.name, source.stream.name, source.stream.folder, index])).toString('base64');
}
