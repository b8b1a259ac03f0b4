import type { MetricTransformation } from '#api/logs';
import { type Logger, messageOf } from '#core';
import type { FilterPattern } from './comparison.ts';
import { badDimension, badMetricValue, dimensionsAndDefault, noDimensions, SlowPattern, tooManyDimensions } from './errors.ts';
import { compilePattern } from './filter-pattern.ts';
import type { MetricSink, Place, Sighting } from './ports.ts';
import type { MetricFilterRow } from './rows.ts';
import type { LogStore } from './store.ts';
import type { Arrival } from './tails.ts';

const MINUTE_MS = 60_000;
/** aws: three dimensions — CloudWatch Logs User Guide, "Publishing dimensions with metrics" */
const MOST_DIMENSIONS = 3;

/** What a metric filter makes of a message that matches. */
interface Measure {
  readonly filter: MetricFilterRow;
  readonly metric: MetricTransformation;
  readonly pattern: FilterPattern;
  value(message: string): number | undefined;
  /** Undefined where the message lacks one of them. */
  dimensions(message: string): Readonly<Record<string, string>> | undefined;
}

/** Compiles a filter, and refuses what AWS refuses. */
export function measureOf(filter: MetricFilterRow): Measure {
  const pattern = compilePattern(filter.filterPattern);
  const metric = filter.metricTransformations[0] as MetricTransformation;
  const named = Object.entries(metric.dimensions ?? {});
  if (named.length > 0 && metric.defaultValue !== undefined) throw dimensionsAndDefault();
  if (named.length > MOST_DIMENSIONS) throw tooManyDimensions();
  const readers = named.map(([name, selector]) => {
    if (pattern.kind === 'terms') throw noDimensions();
    const read = pattern.field(selector);
    if (!read) throw badDimension();
    return [name, read] as const;
  });
  const read = pattern.field(metric.metricValue);
  return {
    filter,
    metric,
    pattern,
    value: read ? numbersOf(read) : constant(metric.metricValue),
    dimensions(message) {
      const found: Record<string, string> = {};
      for (const [name, read] of readers) {
        const value = read(message);
        if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
        if (value === '') return undefined;
        found[name] = String(value);
      }
      return found;
    },
  };
}

const numbersOf = (read: (message: string) => unknown) => (message: string) => {
  const value = read(message);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

function constant(text: string): () => number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw badMetricValue(text);
  return () => number;
}

interface Quiet {
  readonly place: Place;
  readonly minute: number;
  /** Filters with a default value that have matched nothing of what came in this minute. */
  readonly waiting: Set<Measure>;
  readonly matched: Set<Measure>;
}

/** Turns events as they come in into metrics. */
export class MetricFilters {
  readonly #store: LogStore;
  readonly #sink: MetricSink;
  readonly #logger: Logger;
  /** By the group's folder. */
  readonly #measures = new Map<string, readonly Measure[]>();
  readonly #quiet = new Map<string, Quiet>();

  constructor(store: LogStore, sink: MetricSink, logger: Logger) {
    this.#store = store;
    this.#sink = sink;
    this.#logger = logger;
  }

  /** The filters of a group are other ones now. */
  changed(folder: string): void {
    this.#measures.delete(folder);
  }

  /** Never fails: the events are written, whatever becomes of their metrics. A filter that takes too long counts no more. */
  observe(arrival: Arrival): void {
    const { group } = arrival;
    for (const measure of this.#of(arrival)) {
      try {
        this.#count(measure, arrival);
      } catch (thrown) {
        const about = { reason: messageOf(thrown), group: group.name, filter: measure.filter.filterName };
        this.#logger.error(about, 'a metric filter failed');
        if (!(thrown instanceof SlowPattern)) continue;
        this.#measures.set(
          group.folder,
          this.#of(arrival).filter((each) => each !== measure),
        );
      }
    }
  }

  /** aws: the default value is for a minute in which events came in and none matched — CloudWatch Logs User Guide, "Metric filters" */
  settle(now: number): void {
    for (const [folder, quiet] of this.#quiet) {
      if (quiet.minute + MINUTE_MS > now) continue;
      this.#quiet.delete(folder);
      for (const { metric } of quiet.waiting) {
        this.#publish(quiet.place, metric, [sighting(metric, quiet.minute, {}, new Map([[metric.defaultValue ?? 0, 1]]))]);
      }
    }
  }

  #of({ scope, group }: Arrival): readonly Measure[] {
    let measures = this.#measures.get(group.folder);
    if (!measures) {
      measures = this.#store
        .metricFilters(scope)
        .list({ under: [group.name] })
        .map(measureOf);
      this.#measures.set(group.folder, measures);
    }
    return measures;
  }

  #count(measure: Measure, { scope, group, events, ingestionTime }: Arrival): void {
    const { metric, pattern } = measure;
    const seen = new Map<string, { at: number; dimensions: Readonly<Record<string, string>>; values: Map<number, number> }>();
    let matched = false;
    for (const { timestamp, message } of events) {
      if (!pattern.matches(message)) continue;
      matched = true;
      const value = measure.value(message);
      const dimensions = value === undefined ? undefined : measure.dimensions(message);
      if (value === undefined || dimensions === undefined) continue;
      const at = Math.floor(timestamp / MINUTE_MS) * MINUTE_MS;
      const key = `${at} ${JSON.stringify(dimensions)}`;
      const found = seen.get(key) ?? { at, dimensions, values: new Map<number, number>() };
      seen.set(key, found);
      found.values.set(value, (found.values.get(value) ?? 0) + 1);
    }
    if (seen.size > 0) {
      const all = [...seen.values()].map(({ at, dimensions, values }) => sighting(metric, at, dimensions, values));
      this.#publish(scope, metric, all);
    }
    if (metric.defaultValue !== undefined) this.#noteQuiet(measure, scope, group.folder, ingestionTime, matched);
  }

  #noteQuiet(measure: Measure, place: Place, folder: string, now: number, matched: boolean): void {
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    if (this.#quiet.get(folder)?.minute !== minute) this.settle(now);
    const quiet = this.#quiet.get(folder) ?? { place, minute, waiting: new Set(), matched: new Set() };
    this.#quiet.set(folder, quiet);
    if (matched) {
      quiet.matched.add(measure);
      quiet.waiting.delete(measure);
    } else if (!quiet.matched.has(measure)) quiet.waiting.add(measure);
  }

  #publish(place: Place, metric: MetricTransformation, sightings: readonly Sighting[]): void {
    this.#sink.put(place, metric.metricNamespace, sightings);
  }
}

const sighting = (
  { metricName, unit = 'None' }: MetricTransformation,
  at: number,
  dimensions: Readonly<Record<string, string>>,
  values: ReadonlyMap<number, number>,
): Sighting => ({ name: metricName, unit, at, dimensions, values });
