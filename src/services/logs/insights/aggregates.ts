import { malformed, notYetInQueries } from '../errors.ts';
import { type Context, compile, type Evaluate } from './expression.ts';
import type { Row } from './row.ts';
import { type Expression, fieldsIn } from './syntax.ts';
import { compareValues, numberOf, textOf, type Value } from './values.ts';

/** Takes rows one by one, and tells in the end. */
export interface Accumulator {
  /** `times`: so many rows that are like this one; only where counting is all that is done. */
  add(row: Row, times?: number): void;
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
    add(row, times = 1) {
      if (!of || of(row) !== undefined) n += times;
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
function aggregateOf({ name, operands, start }: Call, aggregate: Aggregate, context: Context): () => Accumulator {
  if (operands.length < aggregate.least || operands.length > aggregate.most) throw malformed(context.query, name, start);
  const compiled = operands.map((each) => compile(each, context));
  return () => aggregate.make(compiled);
}

type Call = Expression & { readonly kind: 'call' };

/** What a column of statistics counts, and what it makes of that. */
export interface Statistic {
  readonly counts: readonly (() => Accumulator)[];
  /** `line` has the columns before. */
  result(counted: readonly Accumulator[], line: Row): Value;
}

/**
 * aws: a column may compute with functions, and with the columns before it — User Guide, sample queries for Lambda:
 * `max(@memorySize / 1000) as provisioned, …, provisioned - used as over`
 */
export function statisticOf(expression: Expression, known: ReadonlySet<string>, context: Context): Statistic {
  const counts: (() => Accumulator)[] = [];
  const left = replaced(expression, (call) => {
    const aggregate = AGGREGATES.get(call.name);
    if (!aggregate) return undefined;
    counts.push(aggregateOf(call, aggregate, context));
    return { kind: 'field', name: counted(counts.length - 1) };
  });
  const [stranger] = fieldsIn(left).filter((name) => !name.startsWith(COUNTED) && !known.has(name));
  if (stranger !== undefined || (counts.length === 0 && fieldsIn(left).length === 0)) {
    throw notYetInQueries(left.kind === 'call' ? `stats of ${left.name}()` : 'stats of anything but functions');
  }
  const of = compile(left, context);
  return {
    counts,
    result(accumulators, line) {
      const row = accumulators.reduce((made, each, i) => made.with(counted(i), each.result()), line);
      return of(row);
    },
  };
}

/** No field of a query has such a name. */
const COUNTED = '\0';
const counted = (i: number): string => `${COUNTED}${i}`;

function replaced(expression: Expression, by: (call: Call) => Expression | undefined): Expression {
  const inner = (each: Expression) => replaced(each, by);
  switch (expression.kind) {
    case 'call':
      return by(expression) ?? { ...expression, operands: expression.operands.map(inner) };
    case 'binary':
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case 'not':
    case 'like':
      return { ...expression, operand: inner(expression.operand) };
    case 'in':
      return { ...expression, operand: inner(expression.operand), among: expression.among.map(inner) };
    default:
      return expression;
  }
}
