import { ExpressionError, type Node, type Operator, WORDS } from './parse.ts';

/** Values by instant (seconds), in order of time. */
export interface Series {
  readonly label: string;
  readonly period: number;
  readonly values: ReadonlyMap<number, number>;
}

/** aws: a number, a series, or a list of series — CloudWatch user guide, Metric math data types */
export type Value = number | Series | readonly Series[];

export interface Surroundings {
  /** The result of another query. */
  of(id: string): Value;
  /** The series of the queries that are metrics, with their ids. */
  readonly metrics: () => readonly { readonly id: string; readonly series: Series }[];
  readonly start: number;
  readonly end: number;
}

const isList = (value: Value): value is readonly Series[] => Array.isArray(value);
const isSeries = (value: Value): value is Series => typeof value === 'object' && !isList(value);

export function evaluate(node: Node, around: Surroundings): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'text':
      throw new ExpressionError(`the text "${node.value}" is not a value`);
    case 'id':
      return around.of(node.name);
    case 'negative':
      return each(
        evaluate(node.of, around),
        (series) => mapped(series, (value) => -value),
        (value) => -value,
      );
    case 'operation':
      return combined(evaluate(node.left, around), evaluate(node.right, around), ARITHMETIC[node.operator]);
    case 'call':
      return called(node.name, node.given, around);
  }
}

const ARITHMETIC: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

/** An instant at which nothing can be computed (a division by zero) has no value. */
function mapped(series: Series, change: (value: number, at: number) => number): Series {
  const values = new Map<number, number>();
  for (const [at, value] of series.values) {
    const changed = change(value, at);
    if (Number.isFinite(changed)) values.set(at, changed);
  }
  return { ...series, values };
}

function each(value: Value, ofSeries: (series: Series) => Series, ofNumber: (value: number) => number): Value {
  if (typeof value === 'number') return ofNumber(value);
  return isList(value) ? value.map(ofSeries) : ofSeries(value);
}

/** aws: series combine at the instants that both have; a list combines with each of its series — CloudWatch user guide, Metric math */
function combined(left: Value, right: Value, change: (a: number, b: number) => number): Value {
  if (isList(left) && isList(right)) throw new ExpressionError('two lists of time series cannot be combined');
  if (isList(left)) return left.map((series) => combined(series, right, change) as Series);
  if (isList(right)) return right.map((series) => ({ ...(combined(left, series, change) as Series), label: series.label }));
  if (isSeries(left)) {
    if (!isSeries(right)) return mapped(left, (value) => change(value, right));
    const period = Math.max(left.period, right.period);
    return { ...mapped(left, (value, at) => change(value, right.values.get(at) ?? Number.NaN)), period };
  }
  return isSeries(right) ? mapped(right, (value) => change(left, value)) : change(left, right);
}

const REDUCED: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((a, b) => a + b, 0),
  AVG: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  MIN: (values) => values.reduce((a, b) => Math.min(a, b)),
  MAX: (values) => values.reduce((a, b) => Math.max(a, b)),
};

function called(name: string, given: readonly Node[], around: Surroundings): Value {
  const reduce = Object.hasOwn(REDUCED, name) ? REDUCED[name] : undefined;
  if (reduce) return reduced(name, evaluate(only(name, given), around), reduce);
  switch (name) {
    case 'METRICS':
      return metrics(given, around);
    case 'RATE':
      return each(evaluate(only(name, given), around), rate, () => notOfNumbers(name));
    case 'PERIOD': {
      const value = evaluate(only(name, given), around);
      return isSeries(value) ? value.period : notOfNumbers(name);
    }
    case 'FILL':
      return filled(given, around);
    default:
      throw new ExpressionError(`the function ${name} is not supported by Millrace yet`);
  }
}

const notOfNumbers = (name: string): never => {
  throw new ExpressionError(`${name} needs a time series`);
};

function only(name: string, given: readonly Node[]): Node {
  const [node, ...more] = given;
  if (!node || more.length > 0) throw new ExpressionError(`${name} takes one argument`);
  return node;
}

/** aws: of a series: one number; of a list: a series — CloudWatch user guide, Metric math functions */
function reduced(name: string, value: Value, reduce: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return notOfNumbers(name);
  if (isSeries(value)) return value.values.size === 0 ? Number.NaN : reduce([...value.values.values()]);
  const at = new Map<number, number[]>();
  for (const series of value) {
    for (const [instant, each] of series.values) {
      const there = at.get(instant);
      if (there) there.push(each);
      else at.set(instant, [each]);
    }
  }
  const values = new Map([...at].sort(([a], [b]) => a - b).map(([instant, all]) => [instant, reduce(all)]));
  return { label: '', period: Math.max(0, ...value.map((series) => series.period)), values };
}

function metrics(given: readonly Node[], around: Surroundings): Value {
  const [part, ...more] = given;
  if (more.length > 0 || (part && part.kind !== 'text')) throw new ExpressionError('METRICS takes one text at most');
  const text = part?.kind === 'text' ? part.value : '';
  return around
    .metrics()
    .filter(({ id }) => id.includes(text))
    .map(({ series }) => series);
}

/** aws: the difference to the value before, by the seconds between them — CloudWatch user guide, Metric math functions */
function rate(series: Series): Series {
  const values = new Map<number, number>();
  let before: readonly [number, number] | undefined;
  for (const [at, value] of series.values) {
    if (before) values.set(at, (value - before[1]) / (at - before[0]));
    before = [at, value];
  }
  return { ...series, values };
}

function filled([what, how, ...more]: readonly Node[], around: Surroundings): Value {
  if (!what || !how || more.length > 0) throw new ExpressionError('FILL takes two arguments');
  const word = how.kind === 'id' && WORDS.has(how.name) ? how.name : undefined;
  const filler = word ?? evaluate(how, around);
  if (isList(filler as Value)) throw new ExpressionError('FILL cannot fill with a list of time series');
  const fill = (series: Series) => filledSeries(series, filler as number | Series | string, around);
  return each(evaluate(what, around), fill, () => notOfNumbers('FILL'));
}

function filledSeries(series: Series, filler: number | Series | string, { start, end }: Surroundings): Series {
  const known = [...series.values];
  const values = new Map<number, number>();
  let passed = 0;
  for (let at = start; at < end; at += series.period) {
    while (passed < known.length && (known[passed] as [number, number])[0] <= at) passed++;
    const value = series.values.get(at) ?? fillerAt(at, filler, known[passed - 1], known[passed]);
    if (value !== undefined && Number.isFinite(value)) values.set(at, value);
  }
  return { ...series, values };
}

type Known = readonly [at: number, value: number] | undefined;

/** aws: REPEAT: the latest value before the gap; LINEAR: between the values around it — CloudWatch user guide, Metric math functions */
function fillerAt(at: number, filler: number | Series | string, before: Known, after: Known): number | undefined {
  if (typeof filler === 'number') return filler;
  if (typeof filler === 'object') return filler.values.get(at);
  if (filler === 'REPEAT') return before?.[1];
  if (!before || !after) return undefined;
  return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
}
