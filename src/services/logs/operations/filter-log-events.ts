import type { FilteredLogEvent } from '#api/logs';
import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badToken, prefixAndNames, streamNotFound } from '../errors.ts';
import { compileFilter } from '../filter-pattern.ts';
import { byTime, readForward } from '../reading.ts';
import type { StreamRow } from '../store.ts';

/** aws: up to 1 MB or 10,000 events — API reference, FilterLogEvents */
const LIMIT = 10_000;
const MAX_BYTES = 1_048_576;

export const filterLogEvents: LogsOperation<'FilterLogEvents'> = {
  access: (input, scope) => onGroup(scope, groupOf(input)),
  run: async (input, { scope }, { store }) => {
    const name = groupOf(input);
    const group = store.group(scope, name);
    const { logStreamNames, logStreamNamePrefix: prefix } = input;
    if (logStreamNames && prefix !== undefined) throw prefixAndNames();
    const rows = store.streams(scope).list({ under: [name], ...(prefix && { prefix }) });
    for (const each of logStreamNames ?? []) if (!rows.some((row) => row.name === each)) throw streamNotFound();
    const searched = logStreamNames ? rows.filter((row) => logStreamNames.includes(row.name)) : rows;
    const matches = compileFilter(input.filterPattern ?? '');
    const limit = input.limit ?? LIMIT;

    const positions = input.nextToken === undefined ? {} : parse(input.nextToken);
    const found: (FilteredLogEvent & { timestamp: number; index: number; stream: StreamRow })[] = [];
    for (const stream of searched) {
      const log = await store.events(group, stream);
      const page = await readForward(log, positions[stream.folder] ?? log.first, input, { limit, maxBytes: MAX_BYTES }, (event) =>
        matches(event.message),
      );
      for (const { index, timestamp, message, ingestionTime } of page.events) {
        found.push({
          logStreamName: stream.name,
          timestamp,
          message,
          ingestionTime,
          eventId: eventId(timestamp, stream, index),
          index,
          stream,
        });
      }
      if (page.events.length === 0) positions[stream.folder] = page.next;
    }
    // every stream gave its first `limit` matches: the earliest of all are the answer, the rest is read again by the next call
    const { page, more } = cut(byTime(found), limit);
    for (const { index, stream } of page) positions[stream.folder] = Math.max(positions[stream.folder] ?? 0, index + 1);
    return {
      events: page.map(({ index: _, stream: __, ...event }) => event),
      // aws: always empty since 2019 — API reference, FilterLogEvents
      searchedLogStreams: [],
      nextToken: more ? Buffer.from(JSON.stringify(positions)).toString('base64url') : undefined,
    };
  },
};

/** The events of one answer: its limits apply to all streams together. An answer cut short, or filled, may have more behind it. */
function cut<T extends { readonly message?: string | undefined }>(events: T[], limit: number): { page: T[]; more: boolean } {
  let bytes = 0;
  const end = events.findIndex((event, i) => {
    bytes += Buffer.byteLength(event.message ?? '');
    return i >= limit || (i > 0 && bytes > MAX_BYTES);
  });
  return end < 0 ? { page: events, more: events.length >= limit } : { page: events.slice(0, end), more: true };
}

/** aws: 56 digits, unique within the account — observed in answers */
function eventId(timestamp: number, { folder }: StreamRow, index: number): string {
  const stream = BigInt(`0x${folder}`) % 10n ** 24n;
  return `3${String(timestamp).padStart(15, '0')}${String(stream).padStart(24, '0')}${String(index).padStart(16, '0')}`;
}

function parse(token: string): Record<string, number> {
  try {
    const positions = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    const isPlain = typeof positions === 'object' && positions !== null && !Array.isArray(positions);
    if (isPlain && Object.values(positions).every(Number.isSafeInteger)) return positions as Record<string, number>;
  } catch {
    // not a token of ours
  }
  throw badToken();
}
