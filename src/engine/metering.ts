/** What an application has used, kept with it. */
export interface Meter {
  readonly kpuMs: number;
  /** Counted up to here; absent while nothing runs. */
  readonly at?: number;
  /** What has been running since. */
  readonly kpus?: number;
}

const EVERY_MS = 60_000;

/**
 * The meter after a look, if it is to be written. Flink runs on when Millrace is down, so what still runs is counted without a gap;
 * what has ended meanwhile is counted for at most a minute after it was last seen.
 */
export function metered(known: Meter | undefined, now: number, kpus: number | undefined): Meter | undefined {
  const { kpuMs = 0, at, kpus: counting = 0 } = known ?? {};
  if (at === undefined) return kpus === undefined ? undefined : { kpuMs, at: now, kpus };
  const elapsed = Math.max(0, now - at);
  if (kpus === undefined) return { kpuMs: kpuMs + Math.min(elapsed, EVERY_MS) * counting };
  if (kpus === counting && elapsed < EVERY_MS) return undefined;
  return { kpuMs: kpuMs + elapsed * counting, at: now, kpus };
}

/** aws: one KPU per TaskManager, and one for the orchestration of every application — developer guide, metrics-dimensions; pricing */
export const kpusOf = (taskManagers: number): number => taskManagers + 1;

export const kpuHours = (meter: Meter | undefined): number => Math.round((meter?.kpuMs ?? 0) / 360) / 10_000;
