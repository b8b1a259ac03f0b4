import type { Dimension, StandardUnit } from '#api/cloudwatch';
import type { Scope } from '#core';
import type { Database } from '#storage';
import { merged, type Samples } from './distribution.ts';
import { migrations } from './migrations.ts';
import { packed, unpacked } from './packing.ts';

export type Place = Pick<Scope, 'account' | 'region'>;

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** What was measured at one instant. */
export interface Datum extends MetricName {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly unit: StandardUnit;
  /** 1 or 60 seconds. */
  readonly resolution: number;
  readonly samples: Samples;
}

export interface MetricRow extends MetricName {
  readonly id: number;
  /** Seconds since the epoch: the newest sample is no newer. */
  readonly last: number;
}

export interface Point {
  readonly at: number;
  readonly unit: string;
  readonly samples: Samples;
}

/** The grains in which points are kept, in seconds; finer ones are rolled up into the next as they age. */
export const GRAINS = [1, 60, 300, 3600] as const;
export type Grain = (typeof GRAINS)[number];

interface PointRow {
  readonly at: number;
  readonly sum: number;
  readonly rest: Uint8Array | string | null;
}

/** Ours: so many series' ids are remembered, lest each datum asks for its own. */
const REMEMBERED = 20_000;
/** Ours: that a metric is alive is written every so many seconds of its samples, and it is listed as much longer. */
const ALIVE = 600;

interface Remembered {
  readonly series: number;
  readonly last: number;
}

/**
 * Metrics of all accounts and their points. A series is a metric in one unit; a lane is its points of one grain, `4 * series + grain`'s
 * index. Writes join the group commit of the turn.
 */
export class MetricStore {
  readonly #database: Database;
  readonly #remembered = new Map<string, Remembered>();

  constructor(database: Database) {
    this.#database = database;
    database.migrate('cloudwatch', migrations);
  }

  put(place: Place, data: readonly Datum[]): void {
    try {
      this.#database.transaction(() => {
        for (const datum of data) {
          const grain = datum.resolution < 60 ? 1 : 60;
          const at = Math.floor(datum.at / grain) * grain;
          this.#add(laneOf(this.#series(place, datum, at), grain), at, datum.samples);
        }
      });
    } catch (thrown) {
      this.#remembered.clear();
      throw thrown;
    }
    // what could not be committed has no ids
    this.#database.settled().catch(() => this.#remembered.clear());
  }

  #series(place: Place, { namespace, name, dimensions, unit }: Datum, at: number): number {
    const text = dimensionsText(dimensions);
    const key = `${place.account}\n${place.region}\n${namespace}\n${name}\n${unit}\n${text}`;
    const known = this.#remembered.get(key);
    if (known && known.last >= at) return known.series;
    const { id, last } = this.#database
      .statement(
        `INSERT INTO cloudwatch_metric (account, region, namespace, name, dimensions, last) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (account, region, namespace, name, dimensions) DO UPDATE SET last = max(last, excluded.last) RETURNING id, last`,
      )
      .get(place.account, place.region, namespace, name, text, at + ALIVE) as { id: number; last: number };
    const series = known?.series ?? this.#seriesOf(id, unit);
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, { series, last });
    return series;
  }

  #seriesOf(metric: number, unit: string): number {
    // an update that changes nothing, so that the id is told either way
    const { id } = this.#database
      .statement(
        'INSERT INTO cloudwatch_series (metric, unit) VALUES (?, ?) ON CONFLICT (metric, unit) DO UPDATE SET unit = unit RETURNING id',
      )
      .get(metric, unit) as { id: number };
    return id;
  }

  #add(lane: number, at: number, samples: Samples): void {
    const added = this.#database
      .statement('INSERT INTO cloudwatch_samples (lane, at, sum, rest) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(lane, at, samples.sum, packed(samples));
    if (added.changes !== 0) return;
    const there = this.#database
      .statement('SELECT at, sum, rest FROM cloudwatch_samples WHERE lane = ? AND at = ?')
      .get(lane, at) as PointRow;
    const all = merged([unpacked(there.sum, there.rest), samples]);
    this.#database
      .statement('UPDATE cloudwatch_samples SET sum = ?, rest = ? WHERE lane = ? AND at = ?')
      .run(all.sum, packed(all), lane, at);
  }

  /** How many metrics, by place and namespace, have had a sample since then (seconds); those of AWS's services are not among them. */
  custom(since: number): { scope: Place; namespace: string; metrics: number }[] {
    const rows = this.#database
      .statement(
        `SELECT account, region, namespace, count(*) AS metrics FROM cloudwatch_metric
         WHERE last >= ? AND namespace NOT GLOB 'AWS/*' GROUP BY account, region, namespace`,
      )
      .all(since + ALIVE) as { account: string; region: string; namespace: string; metrics: number }[];
    return rows.map(({ account, region, namespace, metrics }) => ({
      scope: { account, region },
      namespace,
      metrics: Number(metrics),
    }));
  }

  find(place: Place, { namespace, name, dimensions }: MetricName): number | undefined {
    const row = this.#database
      .statement(
        'SELECT id FROM cloudwatch_metric WHERE account = ? AND region = ? AND namespace = ? AND name = ? AND dimensions = ?',
      )
      .get(place.account, place.region, namespace, name, dimensionsText(dimensions)) as { id: number } | undefined;
    return row?.id;
  }

  /** Points of the grains that a period can show, from `start` until before `end`, in seconds. */
  *points(metric: number, period: number, start: number, end: number): Iterable<Point> {
    const series = this.#database.statement('SELECT id, unit FROM cloudwatch_series WHERE metric = ?').all(metric);
    for (const { id, unit } of series as { id: number; unit: string }[]) {
      for (const grain of GRAINS) {
        if (grain > Math.max(60, period)) break;
        for (const { at, sum, rest } of this.#rows(laneOf(id, grain), start, end))
          yield { at, unit, samples: unpacked(sum, rest) };
      }
    }
  }

  #rows(lane: number, start: number, end: number): PointRow[] {
    return this.#database
      .statement('SELECT at, sum, rest FROM cloudwatch_samples WHERE lane = ? AND at >= ? AND at < ?')
      .all(lane, start, end) as PointRow[];
  }

  /** Metrics with samples since `since`, in the order of their ids. */
  metrics(
    place: Place,
    question: { namespace?: string | undefined; name?: string | undefined; since: number; after: number },
  ): Iterable<MetricRow> {
    const { namespace, name, since, after } = question;
    const rows = this.#database
      .statement(
        `SELECT id, namespace, name, dimensions, last FROM cloudwatch_metric WHERE account = ? AND region = ? AND last >= ? AND id > ?
         ${namespace === undefined ? '' : 'AND namespace = ?'} ${name === undefined ? '' : 'AND name = ?'} ORDER BY id`,
      )
      .all(place.account, place.region, since, after, ...[namespace, name].filter((each) => each !== undefined));
    return rowsOf(rows as Iterable<Record<string, string | number>>);
  }

  /** Ids of series, in their order. */
  ids(after: number, limit: number): number[] {
    const rows = this.#database.statement('SELECT id FROM cloudwatch_series WHERE id > ? ORDER BY id LIMIT ?').all(after, limit);
    return (rows as { id: number }[]).map(({ id }) => id);
  }

  /** Adds points of a grain from before an instant to the next grain's, and removes them; those of the last grain go for good. */
  rollUp(series: number, grain: Grain, before: number): void {
    const next = GRAINS[GRAINS.indexOf(grain) + 1];
    const lane = laneOf(series, grain);
    this.#database.transaction(() => {
      if (next !== undefined) {
        const coarser = new Map<number, Samples[]>();
        for (const { at, sum, rest } of this.#rows(lane, 0, before)) {
          const start = Math.floor(at / next) * next;
          const there = coarser.get(start);
          if (there) there.push(unpacked(sum, rest));
          else coarser.set(start, [unpacked(sum, rest)]);
        }
        for (const [start, all] of coarser) this.#add(laneOf(series, next), start, merged(all));
      }
      this.#database.statement('DELETE FROM cloudwatch_samples WHERE lane = ? AND at < ?').run(lane, before);
    });
  }

  /** Whether a series has points of a grain from before an instant. */
  hasOld(series: number, grain: Grain, before: number): boolean {
    const old = this.#database.statement('SELECT 1 FROM cloudwatch_samples WHERE lane = ? AND at < ? LIMIT 1');
    return old.get(laneOf(series, grain), before) !== undefined;
  }

  /** Forgets metrics without a sample since an instant. */
  forget(before: number): void {
    this.#database.transaction(() => {
      this.#database
        .statement('DELETE FROM cloudwatch_series WHERE metric IN (SELECT id FROM cloudwatch_metric WHERE last < ?)')
        .run(before);
      this.#database.statement('DELETE FROM cloudwatch_metric WHERE last < ?').run(before);
    });
    this.#remembered.clear();
  }
}

const laneOf = (series: number, grain: Grain): number => 4 * series + GRAINS.indexOf(grain);

function* rowsOf(rows: Iterable<Record<string, string | number>>): Iterable<MetricRow> {
  for (const { id, namespace, name, dimensions, last } of rows) {
    yield {
      id: Number(id),
      namespace: String(namespace),
      name: String(name),
      dimensions: (JSON.parse(String(dimensions)) as [string, string][]).map(([Name, Value]) => ({ Name, Value })),
      last: Number(last),
    };
  }
}

/** The order in which dimensions are given makes no difference. */
function dimensionsText(dimensions: readonly Dimension[]): string {
  const pairs = dimensions.map(({ Name, Value }) => [Name, Value]);
  if (pairs.length > 1) pairs.sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
  return JSON.stringify(pairs);
}
