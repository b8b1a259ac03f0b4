import { timestampOf } from './event.ts';
import { MAX_AHEAD_MS } from './reading.ts';
import type { LogStore, StreamRow } from './store.ts';

export const DAY_MS = 24 * 3_600_000;

/** Lets go of what came in before its group's retention. Whole segments go; single events in a younger one stay a little longer. */
export async function expire(store: LogStore, now: number): Promise<void> {
  for (const { scope, group, streams } of store.everywhere()) {
    if (group.retentionInDays === undefined) continue;
    const oldest = now - group.retentionInDays * DAY_MS;
    for (const stream of streams) {
      const { firstEvent } = store.ledger.of(stream);
      // nothing that is younger can have come in so early: its files need not be looked at
      if (firstEvent === undefined || firstEvent >= oldest + MAX_AHEAD_MS) continue;
      if (!store.isCurrent(scope, group, stream)) continue;
      const log = await store.events(group, stream);
      const before = log.first;
      await log.trim(oldest);
      if (log.first === before) continue;
      const [first] = (await log.read({ from: log.first, maxRecords: 1, maxBytes: 1 })).entries;
      store.ledger.trimmed(scope, group, stream, { firstEvent: first && timestampOf(first), bytes: log.bytes });
    }
    if (group.everEncrypted) store.keys.forget(scope, group, lastUseless(streams, store, now));
  }
}

/** A data key that was made before this time has encrypted no event that is left: none comes in more than two hours before its own time. */
function lastUseless(streams: readonly StreamRow[], store: LogStore, now: number): number {
  const first = streams.map((stream) => store.ledger.of(stream).firstEvent ?? now);
  return Math.min(now, ...first) - MAX_AHEAD_MS - DAY_MS;
}
