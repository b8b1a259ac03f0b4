import { merged, type Samples } from './distribution.ts';
import * as errors from './errors.ts';
import type { MetricStore } from './store.ts';

const MINUTE = 60;
const DAY = 86_400;

/** Seconds since the epoch: whole, and as CloudWatch sees them. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** aws: a period is 1, 5, 10, 20, 30 or a multiple of 60 seconds — API reference, MetricStat */
export const isPeriod = (period: number): boolean => period % MINUTE === 0 || [1, 5, 10, 20, 30].includes(period);

export function timeProblem(start: Date, end: Date): string | undefined {
  if (start.getTime() === end.getTime()) return errors.noTime;
  return start > end ? errors.backwards : undefined;
}

/** aws: the start is rounded down, to a coarser instant the older it is — API reference, GetMetricData and GetMetricStatistics */
export function intervalOf(start: Date, end: Date, period: number, now: number): Interval {
  const from = Math.floor(start.getTime() / 1000);
  const age = now / 1000 - from;
  const grain = period < MINUTE ? period : age > 63 * DAY ? 3600 : age > 15 * DAY ? 300 : MINUTE;
  return { start: Math.floor(from / grain) * grain, end: Math.ceil(end.getTime() / 1000) };
}

/** Points put together by period, counted from the start of the interval. Keyed by unit and instant, in order of time. */
export function gathered(
  store: MetricStore,
  metric: number,
  period: number,
  { start, end }: Interval,
  unit: string | undefined,
): ReadonlyMap<string, ReadonlyMap<number, Samples>> {
  const units = new Map<string, Map<number, Samples[]>>();
  for (const point of store.points(metric, period, start, end)) {
    if (unit !== undefined && point.unit !== unit) continue;
    let series = units.get(point.unit);
    if (!series) {
      series = new Map();
      units.set(point.unit, series);
    }
    const at = start + Math.floor((point.at - start) / period) * period;
    const there = series.get(at);
    if (there) there.push(point.samples);
    else series.set(at, [point.samples]);
  }
  return new Map([...units].map(([name, series]) => [name, inOrder(series)]));
}

const inOrder = (series: ReadonlyMap<number, readonly Samples[]>): ReadonlyMap<number, Samples> =>
  new Map([...series].sort(([a], [b]) => a - b).map(([at, all]) => [at, merged(all)]));
