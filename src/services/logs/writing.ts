import type { Scope } from '#core';
import { streamNotFound } from './errors.ts';
import { recordOf } from './event.ts';
import type { GroupRow, LogStore, StreamRow } from './store.ts';

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Where a batch went: the index after its last event, and when it came in. */
export interface Written {
  readonly next: number;
  readonly ingestionTime: number;
}

/** Makes events durable, in order of time. The rows must have been read in this turn. */
export async function write(
  store: LogStore,
  { scope, group, stream }: { scope: Scope; group: GroupRow; stream: StreamRow },
  events: readonly NewEvent[],
): Promise<Written> {
  const { ledger } = store;
  try {
    const [log, cipher] = await Promise.all([
      store.events(group, stream),
      store.keys.cipher(scope, group),
      ledger.begin(scope, group, stream),
    ]);
    // meanwhile the stream may have been deleted, or made anew under its name
    if (!store.isCurrent(scope, group, stream)) throw streamNotFound();
    const records = events.map(({ timestamp, message }) => recordOf(timestamp, message));
    const kept = cipher ? records.map(({ key, data }) => cipher.seal(stream.folder, key, data)) : records;
    const { first, millis } = await log.append(kept);
    const next = first + events.length;
    ledger.end(stream, log, {
      firstEvent: events[0]?.timestamp ?? millis,
      lastEvent: events.at(-1)?.timestamp ?? millis,
      lastIngestion: millis,
      next,
    });
    return { next, ingestionTime: millis };
  } catch (failure) {
    ledger.end(stream);
    if (!store.isCurrent(scope, group, stream)) throw streamNotFound();
    throw failure;
  }
}
