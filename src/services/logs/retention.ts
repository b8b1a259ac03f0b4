import type { LogStore } from './store.ts';

const DAY_MS = 24 * 3_600_000;

/** Lets go of what came in before its group's retention. Whole segments go; single events in a younger one stay a little longer. */
export async function expire(store: LogStore, now: number): Promise<void> {
  for (const { group, streams } of store.everywhere()) {
    if (group.retentionInDays === undefined) continue;
    const oldest = now - group.retentionInDays * DAY_MS;
    for (const stream of streams) await (await store.events(group, stream)).trim(oldest);
  }
}
