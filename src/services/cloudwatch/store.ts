import type { Dimension, StandardUnit } from '#api/cloudwatch';
import type { Scope } from '#core';
import type { Database } from '#storage';
import { merged, packed, type Samples, unpackedValues } from './distribution.ts';

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
  /** Seconds since the epoch of the newest sample. */
  readonly last: number;
}

export interface Point {
  readonly at: number;
  readonly unit: string;
  readonly samples: Samples;
}

/** The grains in which points are kept, in seconds; finer ones are rolled up into the next as they age. */
export const GRAINS = [1, 60, 300, 3600] as const;

interface PointRow {
  readonly at: number;
  readonly unit: string;
  readonly n: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly dist: string | null;
}

const samplesOfRow = (row: PointRow): Samples => ({
  count: row.n,
  sum: row.sum,
  min: row.min,
  max: row.max,
  values: unpackedValues(row.dist, row.min, row.n),
});

/** Ours: so many metrics' ids are remembered, lest each datum asks for its own. */
const REMEMBERED = 20_000;

/** Metrics of all accounts and their points. Writes join the group commit of the turn. */
export class MetricStore {
  readonly #database: Database;
  readonly #ids = new Map<string, { id: number; last: number }>();

  constructor(database: Database) {
    this.#database = database;
    database.migrate('cloudwatch', [
      {
        name: '001-metrics',
        sql: `CREATE TABLE cloudwatch_metric (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            dimensions TEXT NOT NULL, last INTEGER NOT NULL, UNIQUE (account, region, namespace, name, dimensions));
          CREATE TABLE cloudwatch_point (
            metric INTEGER NOT NULL, grain INTEGER NOT NULL, at INTEGER NOT NULL, unit TEXT NOT NULL, n REAL NOT NULL,
            sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, dist TEXT, PRIMARY KEY (metric, grain, at, unit)) WITHOUT ROWID`,
      },
    ]);
  }

  put(place: Place, data: readonly Datum[]): void {
    this.#database.transaction(() => {
      for (const datum of data) {
        const grain = datum.resolution < 60 ? 1 : 60;
        const at = Math.floor(datum.at / grain) * grain;
        this.#add(this.#metric(place, datum, at), grain, { at, unit: datum.unit, samples: datum.samples });
      }
    });
  }

  #metric(place: Place, { namespace, name, dimensions }: MetricName, at: number): number {
    const text = dimensionsText(dimensions);
    const key = [place.account, place.region, namespace, name, text].join('\n');
    const known = this.#ids.get(key);
    if (known && known.last >= at) return known.id;
    const { id, last } = this.#database
      .statement(
        `INSERT INTO cloudwatch_metric (account, region, namespace, name, dimensions, last) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (account, region, namespace, name, dimensions) DO UPDATE SET last = max(last, excluded.last) RETURNING id, last`,
      )
      .get(place.account, place.region, namespace, name, text, at) as { id: number; last: number };
    if (this.#ids.size >= REMEMBERED) this.#ids.clear();
    this.#ids.set(key, { id, last });
    return id;
  }

  #add(metric: number, grain: number, { at, unit, samples }: Point): void {
    const found = this.#database
      .statement(
        'SELECT at, unit, n, sum, min, max, dist FROM cloudwatch_point WHERE metric = ? AND grain = ? AND at = ? AND unit = ?',
      )
      .get(metric, grain, at, unit) as PointRow | undefined;
    const all = found ? merged(samplesOfRow(found), samples) : samples;
    this.#database
      .statement(
        'INSERT OR REPLACE INTO cloudwatch_point (metric, grain, at, unit, n, sum, min, max, dist) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(metric, grain, at, unit, all.count, all.sum, all.min, all.max, packed(all));
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
    for (const grain of GRAINS) {
      if (grain > Math.max(60, period)) return;
      const rows = this.#database
        .statement(
          'SELECT at, unit, n, sum, min, max, dist FROM cloudwatch_point WHERE metric = ? AND grain = ? AND at >= ? AND at < ?',
        )
        .all(metric, grain, start, end) as PointRow[];
      for (const row of rows) yield { at: row.at, unit: row.unit, samples: samplesOfRow(row) };
    }
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

  ids(after: number, limit: number): number[] {
    const rows = this.#database.statement('SELECT id FROM cloudwatch_metric WHERE id > ? ORDER BY id LIMIT ?').all(after, limit);
    return (rows as { id: number }[]).map(({ id }) => id);
  }

  /** Adds points of a grain from before an instant to the next grain's, and removes them; those of the last grain go for good. */
  rollUp(metric: number, grain: number, before: number): void {
    const next = GRAINS[GRAINS.indexOf(grain as 1) + 1];
    const where = 'metric = ? AND grain = ? AND at < ?';
    this.#database.transaction(() => {
      if (next !== undefined) {
        const rows = this.#database
          .statement(`SELECT at, unit, n, sum, min, max, dist FROM cloudwatch_point WHERE ${where}`)
          .all(metric, grain, before) as PointRow[];
        for (const row of rows) {
          this.#add(metric, next, { at: Math.floor(row.at / next) * next, unit: row.unit, samples: samplesOfRow(row) });
        }
      }
      this.#database.statement(`DELETE FROM cloudwatch_point WHERE ${where}`).run(metric, grain, before);
    });
  }

  /** Whether a metric has points of a grain from before an instant. */
  hasOld(metric: number, grain: number, before: number): boolean {
    return (
      this.#database
        .statement('SELECT 1 FROM cloudwatch_point WHERE metric = ? AND grain = ? AND at < ? LIMIT 1')
        .get(metric, grain, before) !== undefined
    );
  }

  /** Forgets metrics without a sample since an instant. */
  forget(before: number): void {
    this.#database.transaction(() => {
      this.#database.statement('DELETE FROM cloudwatch_metric WHERE last < ?').run(before);
    });
    this.#ids.clear();
  }
}

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
const dimensionsText = (dimensions: readonly Dimension[]): string =>
  JSON.stringify(
    dimensions.map(({ Name, Value }) => [Name, Value]).sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1)),
  );
