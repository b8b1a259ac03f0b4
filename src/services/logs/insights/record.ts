import type { Found } from '../search.ts';

/** aws: opaque, names one event — API reference, GetLogRecord */
export function pointerOf({ source, index }: Found): string {
  return Buffer.from(JSON.stringify([source.group.name, source.stream.name, source.stream.folder, index])).toString('base64');
}

export function pointedTo(pointer: string): { group: string; stream: string; folder: string; index: number } | undefined {
  try {
    const [group, stream, folder, index] = JSON.parse(Buffer.from(pointer, 'base64').toString('utf8')) as unknown[];
    const named = typeof group === 'string' && typeof stream === 'string' && typeof folder === 'string';
    if (named && Number.isSafeInteger(index)) return { group, stream, folder, index: index as number };
  } catch {
    // not a pointer of ours
  }
  return undefined;
}

/** aws: so many fields of a message in JSON are discovered — User Guide, "Supported logs and discovered fields" */
const MOST_FIELDS = 200;

/** All that is known of an event: its own fields, and those in a message in JSON, by the names that queries have for them. */
export function fieldsOfEvent(event: Found): Record<string, string> {
  const { source, timestamp, ingestionTime, message } = event;
  const fields: Record<string, string> = {
    '@timestamp': String(timestamp),
    '@ingestionTime': String(ingestionTime),
    '@message': message,
    '@logStream': source.stream.name,
    '@log': `${source.scope.account}:${source.group.name}`,
    '@ptr': pointerOf(event),
  };
  let left = MOST_FIELDS;
  const discover = (value: unknown, path: string) => {
    if (left <= 0 || value === null) return;
    if (typeof value === 'object') {
      for (const [name, inner] of Object.entries(value as object)) discover(inner, path === '' ? name : `${path}.${name}`);
    } else if (path !== '') {
      fields[path] ??= String(value);
      left--;
    }
  };
  try {
    if (message.trimStart().startsWith('{')) discover(JSON.parse(message), '');
  } catch {
    // a text like any other
  }
  return fields;
}
