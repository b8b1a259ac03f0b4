import type { Grain, MetricStore } from './store.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** aws: under a minute 3 hours, a minute 15 days, five minutes 63 days, an hour 455 days — CloudWatch user guide, Metrics retention */
const KEPT: readonly (readonly [grain: Grain, seconds: number])[] = [
  [1, 3 * HOUR],
  [60, 15 * DAY],
  [300, 63 * DAY],
  [HOUR, 455 * DAY],
];

/** Series looked at before others get their turn. */
const AT_ONCE = 100;

/** Rolls up what has become old, and lets go what is older than all. */
export async function age(store: MetricStore, now: number): Promise<void> {
  let after = 0;
  for (;;) {
    const ids = store.ids(after, AT_ONCE);
    for (const id of ids) {
      for (const [grain, kept] of KEPT) {
        // whole intervals of the next grain only, so that a roll-up is done once
        const before = Math.floor((now - kept) / HOUR) * HOUR;
        if (store.hasOld(id, grain, before)) store.rollUp(id, grain, before);
      }
    }
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    await new Promise<void>((done) => setImmediate(done));
  }
  store.forget(now - 455 * DAY);
}
