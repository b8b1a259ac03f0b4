import { queryTooLarge } from '../errors.ts';
import { type Accumulator, statisticOf } from './aggregates.ts';
import { type Context, compile } from './expression.ts';
import { Row } from './row.ts';
import type { Column, SortKey } from './syntax.ts';
import { compareValues, textOf } from './values.ts';

/** What a query keeps of the rows that reach it. */
export interface Collector {
  add(row: Row): void;
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
  const cut = () => {
    kept.sort(order);
    kept = kept.slice(0, count);
  };
  return {
    add(row) {
      kept.push(row);
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
  const groups = new Map<string, { row: Row; accumulators: Accumulator[][] }>();
  const begin = () => ({ row: new Row(), accumulators: made.map(({ counts }) => counts.map((make) => make())) });
  return {
    add(row) {
      const values = keys.map((of) => of(row));
      const key = JSON.stringify(values.map((value) => (value === undefined ? null : textOf(value))));
      let group = groups.get(key);
      if (!group) {
        if (groups.size >= MAX_ROWS) throw queryTooLarge(MAX_ROWS);
        group = begin();
        for (const [i, column] of by.entries()) group.row.set(column.name, values[i]);
        groups.set(key, group);
      }
      for (const accumulators of group.accumulators) for (const each of accumulators) each.add(row);
    },
    rows() {
      return [...groups.values()].map(({ row, accumulators }) => {
        for (const [i, column] of columns.entries()) row.set(column.name, made[i]?.result(accumulators[i] ?? [], row));
        return row;
      });
    },
  };
}

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
