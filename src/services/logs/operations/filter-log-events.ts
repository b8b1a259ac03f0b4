import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badToken, newestFirst, prefixAndNames, streamNotFound } from '../errors.ts';
import { compilePattern } from '../filter-pattern.ts';
import { byTime } from '../reading.ts';
import { idOf, type Positions, Search } from '../search.ts';

/** aws: up to 1 MB or 10,000 events — API reference, FilterLogEvents */
const LIMIT = 10_000;
const MAX_BYTES = 1_048_576;
/** One answer looks at no more than this; what it does not reach is behind its token, as on AWS. The amount is ours. */
const SCAN_BYTES = 64 * 1024 * 1024;

export const filterLogEvents: LogsOperation<'FilterLogEvents'> = {
  access: (input, scope) => onGroup(scope, groupOf(input, scope)),
  run: async (input, { scope }, { store }) => {
    const name = groupOf(input, scope);
    const group = store.group(scope, name);
    const { logStreamNames, logStreamNamePrefix: prefix } = input;
    if (logStreamNames && prefix !== undefined) throw prefixAndNames();
    if (input.startFromHead === false) throw newestFirst();
    const pattern = compilePattern(input.filterPattern ?? '');
    const positions = input.nextToken === undefined ? {} : parse(input.nextToken);
    const streams = store.streams(scope);
    const rows = logStreamNames
      ? [...new Set(logStreamNames)].map((each) => {
          const row = streams.get(name, each);
          if (!row) throw streamNotFound();
          return row;
        })
      : streams.list({ under: [name], ...(prefix !== undefined && { prefix }) });
    const sources = rows.map((stream) => ({ scope, group, stream }));
    const search = new Search(store, sources, input, pattern, positions);
    const { events, more } = await search.next({ limit: input.limit ?? LIMIT, maxBytes: MAX_BYTES, scanBytes: SCAN_BYTES });
    return {
      events: byTime(events).map((event) => ({
        logStreamName: event.source.stream.name,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: idOf(event),
      })),
      // aws: always empty — API reference, FilterLogEvents
      searchedLogStreams: [],
      nextToken: more ? Buffer.from(JSON.stringify({ ...positions, ...search.positions() })).toString('base64url') : undefined,
    };
  },
};

function parse(token: string): Positions {
  try {
    const positions = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    const isPlain = typeof positions === 'object' && positions !== null && !Array.isArray(positions);
    if (isPlain && Object.values(positions).every(Number.isSafeInteger)) return positions as Positions;
  } catch {
    // not a token of ours
  }
  throw badToken();
}
