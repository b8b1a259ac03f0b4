import { ExpressionError } from './parse.ts';

/** Of which metric a series is, for its label. */
export interface Origin {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** Values by instant (seconds), in order of time. */
export interface Series {
  readonly label: string;
  readonly period: number;
  readonly values: ReadonlyMap<number, number>;
  readonly origin?: Origin;
  /** Of a metric: those it has in that time. The values are of the first. */
  readonly units?: readonly string[];
}

/** aws: a number, a series, or a list of series — CloudWatch user guide, Metric math data types */
export type Value = number | Series | readonly Series[];

export interface Surroundings {
  /** The result of another query. */
  of(id: string): Value;
  /** The series of the queries that are metrics, with their ids. */
  readonly metrics: () => readonly { readonly id: string; readonly series: Series }[];
  /** The series of the metrics that a search finds. */
  search(text: string, stat: string, period: number | undefined): readonly Series[];
  readonly start: number;
  readonly end: number;
  /** Of series that come from no metric. */
  readonly period: number;
}

export const isList = (value: Value): value is readonly Series[] => Array.isArray(value);
export const isSeries = (value: Value): value is Series => typeof value === 'object' && !isList(value);

/** An instant at which nothing can be computed (a division by zero) has no value. */
export function mapped(series: Series, change: (value: number, at: number) => number): Series {
  const values = new Map<number, number>();
  for (const [at, value] of series.values) {
    const changed = change(value, at);
    if (Number.isFinite(changed)) values.set(at, changed);
  }
  return { ...series, values };
}

export function each(value: Value, ofSeries: (series: Series) => Series, ofNumber: (value: number) => number): Value {
  if (typeof value === 'number') return ofNumber(value);
  return isList(value) ? value.map(ofSeries) : ofSeries(value);
}

/** aws: series combine at the instants that both have; a list combines with each of its series — CloudWatch user guide, Metric math */
export function combined(left: Value, right: Value, change: (a: number, b: number) => number): Value {
  if (isList(left) && isList(right)) throw new ExpressionError('two lists of time series cannot be combined');
  if (isList(left)) return left.map((series) => combined(series, right, change) as Series);
  if (isList(right)) return right.map((series) => ({ ...(combined(left, series, change) as Series), label: series.label }));
  if (isSeries(left)) {
    if (!isSeries(right)) return mapped(left, (value) => change(value, right));
    const both = (value: number, at: number): number => {
      const other = right.values.get(at);
      return other === undefined ? Number.NaN : change(value, other);
    };
    return { ...mapped(left, both), period: Math.max(left.period, right.period) };
  }
  return isSeries(right) ? mapped(right, (value) => change(left, value)) : change(left, right);
}

/** A series with a value at every one of its instants. */
export function everywhere(period: number, { start, end }: Pick<Surroundings, 'start' | 'end'>, valueAt: (at: number) => number) {
  const values = new Map<number, number>();
  for (let at = start; at < end; at += period) values.set(at, valueAt(at));
  return values;
}
