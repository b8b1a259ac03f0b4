import { queryTooLarge } from '../errors.ts';
import { type Accumulator, statisticOf } from './aggregates.ts';
import { type Context, compile, type Evaluate } from './expression.ts';
import { Row } from './row.ts';
import type { Column, SortKey } from './syntax.ts';
import { compareValues, Instant, textOf, type Value } from './values.ts';

/** What a query keeps of the rows that reach it. A row that passes is not kept as it is. */
export interface Collector {
  add(row: Row): void;
  /** So many rows that are alike in all that is asked of them. */
  addAlike?(row: Row, count: number): void;
  rows(): Row[];
}

export type Order = (a: Row, b: Row) => number;

/** A query that would have to keep more than this fails. The number is ours. */
export const MAX_ROWS = 100_000;

/** aws: the newest first where nothing else is said — observed in answers */
export const NEWEST_FIRST: Order = (a, b) => (b.event?.timestamp ?? 0) - (a.event?.timestamp ?? 0);

export function orderOf(keys: readonly SortKey[], context: Context): Order {
  const compiled = keys.map(({ expression, descending }) => ({ of: compile(expression, context), descending }));
  return (a, b) => {
    for (const { of, descending } of compiled) {
      const [x, y] = [of(a), of(b)];
      const order = compareValues(x, y);
      // what is missing comes last in either direction
      if (order !== 0) return descending && x !== undefined && y !== undefined ? -order : order;
    }
    return 0;
  };
}

/** The first rows in an order. */
export function first(count: number, order: Order): Collector {
  let kept: Row[] = [];
  /** Of so many rows that are kept the last: what comes behind it needs no look. */
  let last: Row | undefined;
  const cut = () => {
    kept.sort(order);
    kept = kept.slice(0, count);
    last = kept[count - 1];
  };
  return {
    add(row) {
      if (last && order(row, last) >= 0) return;
      kept.push(row.kept());
      if (count < MAX_ROWS) {
        if (kept.length >= 2 * count + 1000) cut();
      } else if (kept.length > MAX_ROWS) {
        throw queryTooLarge(MAX_ROWS);
      }
    },
    rows() {
      cut();
      return kept;
    },
  };
}

/** Lines of statistics, one per group. */
export function statistics(columns: readonly Column[], by: readonly Column[], context: Context): Collector {
  const known = new Set(by.map(({ name }) => name));
  const made = columns.map(({ expression, name }) => {
    const statistic = statisticOf(expression, known, context);
    known.add(name);
    return statistic;
  });
  const keys = by.map(({ expression }) => compile(expression, context));
  const groups: Group[] = [];
  const all: Level = new Map();
  const begin = (values: readonly Value[]): Group => {
    if (groups.length >= MAX_ROWS) throw queryTooLarge(MAX_ROWS);
    const counts = made.map((statistic) => statistic.counts.map((make) => make()));
    const group = { row: new Row(), counts, every: counts.flat() };
    for (const [i, column] of by.entries()) group.row.set(column.name, values[i]);
    groups.push(group);
    return group;
  };
  let whole: Group | undefined;
  const groupOf = (row: Row): Group => {
    if (keys.length === 0) {
      whole ??= begin([]);
      return whole;
    }
    let level = all;
    for (let i = 0; i < keys.length - 1; i++) {
      const key = keyed((keys[i] as Evaluate)(row));
      let next = level.get(key) as Level | undefined;
      if (!next) {
        next = new Map();
        level.set(key, next);
      }
      level = next;
    }
    const key = keyed((keys[keys.length - 1] as Evaluate)(row));
    let group = level.get(key) as Group | undefined;
    if (!group) {
      group = begin(keys.map((of) => of(row)));
      level.set(key, group);
    }
    return group;
  };
  return {
    add(row) {
      for (const each of groupOf(row).every) each.add(row);
    },
    addAlike(row, count) {
      for (const each of groupOf(row).every) each.add(row, count);
    },
    rows() {
      return groups.map(({ row, counts }) => {
        for (const [i, column] of columns.entries()) row.set(column.name, made[i]?.result(counts[i] ?? [], row));
        return row;
      });
    },
  };
}

interface Group {
  readonly row: Row;
  readonly counts: readonly (readonly Accumulator[])[];
  /** The same, in one list. */
  readonly every: readonly Accumulator[];
}

/** Groups by their last key, or levels of them by the next. */
type Level = Map<string | number | undefined, Level | Group>;

/** Values that show alike are one; only instants are numbers here. */
const keyed = (value: Value): string | number | undefined =>
  value === undefined || typeof value === 'string' ? value : value instanceof Instant ? value.millis : textOf(value);

/** Of rows that have the same values in all fields, the first; rows that lack one of them stay. — aws: User Guide, "dedup" */
export function withoutDuplicates(rows: readonly Row[], fields: readonly ((row: Row) => unknown)[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = fields.map((of) => of(row));
    if (values.includes(undefined)) return true;
    const key = JSON.stringify(values);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
