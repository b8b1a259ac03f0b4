import { malformed, notYetInQueries } from '../errors.ts';
import { type Context, compile, type Evaluate } from './expression.ts';
import type { Row } from './row.ts';
import type { Expression } from './syntax.ts';
import { compareValues, numberOf, textOf, type Value } from './values.ts';

/** Takes rows one by one, and tells in the end. */
export interface Accumulator {
  add(row: Row): void;
  result(): Value;
}

type Make = (operands: readonly Evaluate[]) => Accumulator;
interface Aggregate {
  readonly least: number;
  readonly most: number;
  readonly make: Make;
}

const NOTHING: Evaluate = () => undefined;
const first = (operands: readonly Evaluate[]): Evaluate => operands[0] ?? NOTHING;

/** Over the numbers among the values. */
const numbers =
  (result: (all: { count: number; sum: number; squares: number }) => Value): Make =>
  (operands) => {
    const of = first(operands);
    const all = { count: 0, sum: 0, squares: 0 };
    return {
      add(row) {
        const number = numberOf(of(row));
        if (number === undefined) return;
        all.count++;
        all.sum += number;
        all.squares += number * number;
      },
      result: () => (all.count === 0 ? undefined : result(all)),
    };
  };

/** The value of the row that comes first by `key`. */
const best =
  (sign: number, key: (of: Evaluate) => Evaluate): Make =>
  (operands) => {
    const of = first(operands);
    const by = key(of);
    let found: { key: Value; value: Value } | undefined;
    return {
      add(row) {
        const candidate = { key: by(row), value: of(row) };
        if (candidate.key === undefined || candidate.value === undefined) return;
        if (!found || compareValues(candidate.key, found.key) * sign > 0) found = candidate;
      },
      result: () => found?.value,
    };
  };
const itself = (of: Evaluate): Evaluate => of;
const time = (): Evaluate => (row) => row.get('@timestamp');

const count: Make = ([of]) => {
  let n = 0;
  return {
    add(row) {
      if (!of || of(row) !== undefined) n++;
    },
    result: () => n,
  };
};

const countDistinct: Make = (operands) => {
  const seen = new Set<string>();
  return {
    add(row) {
      const value = first(operands)(row);
      if (value !== undefined) seen.add(textOf(value));
    },
    result: () => seen.size,
  };
};

/** aws: the value below which so many percent lie — User Guide, "stats"; here the nearest rank, over all values */
const percentile: Make = ([of = NOTHING, at = NOTHING]) => {
  const values: number[] = [];
  let percent = 50;
  return {
    add(row) {
      percent = numberOf(at(row)) ?? percent;
      const number = numberOf(of(row));
      if (number !== undefined) values.push(number);
    },
    result() {
      values.sort((a, b) => a - b);
      return values[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)];
    },
  };
};

const takes = (least: number, most: number, make: Make): Aggregate => ({ least, most, make });
const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map(
  Object.entries({
    count: takes(0, 1, count),
    count_distinct: takes(1, 1, countDistinct),
    sum: takes(
      1,
      1,
      numbers(({ sum }) => sum),
    ),
    avg: takes(
      1,
      1,
      numbers(({ sum, count: n }) => sum / n),
    ),
    stddev: takes(
      1,
      1,
      numbers(({ sum, squares, count: n }) => Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2))),
    ),
    min: takes(1, 1, best(-1, itself)),
    max: takes(1, 1, best(1, itself)),
    sortsfirst: takes(1, 1, best(-1, itself)),
    sortslast: takes(1, 1, best(1, itself)),
    earliest: takes(1, 1, best(-1, time)),
    latest: takes(1, 1, best(1, time)),
    pct: takes(2, 2, percentile),
    percentile: takes(2, 2, percentile),
  }),
);

/** How to begin counting anew, for each group of rows. */
export function aggregateOf(expression: Expression, context: Context): () => Accumulator {
  if (expression.kind !== 'call') throw notYetInQueries('stats of anything but functions');
  const { name, operands, start } = expression;
  const aggregate = AGGREGATES.get(name);
  if (!aggregate) throw notYetInQueries(`stats of ${name}()`);
  if (operands.length < aggregate.least || operands.length > aggregate.most) throw malformed(context.query, name, start);
  const compiled = operands.map((each) => compile(each, context));
  return () => aggregate.make(compiled);
}
