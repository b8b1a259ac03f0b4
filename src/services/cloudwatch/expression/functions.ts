import { ExpressionError, isWord, type Node } from './parse.ts';
import { each, everywhere, isList, isSeries, mapped, type Series, type Surroundings, type Value } from './values.ts';

// aws: what each function takes and gives — CloudWatch user guide, Metric math, Functions

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => total(values) / values.length;

/** Of a series: one number; of a list: a series of what each instant comes to. */
export const REDUCED: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: total,
  AVG: mean,
  MIN: (values) => values.reduce((a, b) => Math.min(a, b)),
  MAX: (values) => values.reduce((a, b) => Math.max(a, b)),
  // the guide does not say which deviation it is: that of the whole population
  STDDEV: (values) => {
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  },
  DATAPOINT_COUNT: (values) => values.length,
};

export function reduced(name: string, value: Value, reduce: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') throw new ExpressionError(`${name} needs a time series`);
  if (isSeries(value)) {
    if (value.values.size === 0) return name === 'DATAPOINT_COUNT' ? 0 : Number.NaN;
    return reduce([...value.values.values()]);
  }
  const at = new Map<number, number[]>();
  for (const series of value) {
    for (const [instant, one] of series.values) {
      const there = at.get(instant);
      if (there) there.push(one);
      else at.set(instant, [one]);
    }
  }
  const values = new Map([...at].sort(([a], [b]) => a - b).map(([instant, all]) => [instant, reduce(all)]));
  return { label: '', period: Math.max(0, ...value.map((series) => series.period)), values };
}

type OfSeries = (series: Series, around: Surroundings) => Series;

/** Each value from itself and the one before. */
const fromBefore =
  (change: (value: number, before: number, seconds: number) => number): OfSeries =>
  (series) => {
    const values = new Map<number, number>();
    let before: readonly [number, number] | undefined;
    for (const [at, value] of series.values) {
      if (before) values.set(at, change(value, before[1], at - before[0]));
      before = [at, value];
    }
    return { ...series, values };
  };

/** What instants are in UTC, at every period of the range, whether the series has a value there or not. */
const calendar =
  (part: (at: Date) => number): OfSeries =>
  (series, around) => ({ ...series, values: everywhere(series.period, around, (at) => part(new Date(at * 1000))) });

/** Of a series a series, of a list a list. */
export const ABOUT_SERIES: Readonly<Record<string, OfSeries>> = {
  RATE: fromBefore((value, before, seconds) => (value - before) / seconds),
  DIFF: fromBefore((value, before) => value - before),
  DIFF_TIME: fromBefore((_value, _before, seconds) => seconds),
  RUNNING_SUM: (series) => {
    let sum = 0;
    return mapped(series, (value) => {
      sum += value;
      return sum;
    });
  },
  MINUTE: calendar((at) => at.getUTCMinutes()),
  HOUR: calendar((at) => at.getUTCHours()),
  DAY: calendar((at) => at.getUTCDay() || 7),
  DATE: calendar((at) => at.getUTCDate()),
  MONTH: calendar((at) => at.getUTCMonth() + 1),
  YEAR: calendar((at) => at.getUTCFullYear()),
  EPOCH: calendar((at) => at.getTime() / 1000),
};

interface Called {
  readonly given: readonly Node[];
  readonly around: Surroundings;
  value(node: Node): Value;
}

const ofNumbers =
  (name: string, change: (value: number) => number) =>
  ({ given, value }: Called): Value =>
    each(value(argument(name, given, 0)), (series) => mapped(series, change), change);

export const FUNCTIONS: Readonly<Record<string, (call: Called) => Value>> = {
  ABS: ofNumbers('ABS', Math.abs),
  CEIL: ofNumbers('CEIL', Math.ceil),
  FLOOR: ofNumbers('FLOOR', Math.floor),
  LOG: ofNumbers('LOG', Math.log),
  LOG10: ofNumbers('LOG10', Math.log10),
  METRICS: metrics,
  METRIC_COUNT: (call) => list('METRIC_COUNT', call, 0).length,
  FIRST: (call) => oneOf('FIRST', list('FIRST', call, 0)[0]),
  LAST: (call) => oneOf('LAST', list('LAST', call, 0).at(-1)),
  REMOVE_EMPTY: (call) => list('REMOVE_EMPTY', call, 0).filter(({ values }) => values.size > 0),
  SLICE: (call) => list('SLICE', call, 0).slice(number('SLICE', call, 1), call.given[2] && number('SLICE', call, 2)),
  SORT: sorted,
  PERIOD: ({ given, value }) => {
    const of = value(argument('PERIOD', given, 0));
    if (!isSeries(of)) throw new ExpressionError('PERIOD needs a time series');
    return of.period;
  },
  TIME_SERIES: (call) => {
    const constant = number('TIME_SERIES', call, 0);
    const { around } = call;
    return { label: '', period: around.period, values: everywhere(around.period, around, () => constant) };
  },
  IF: chosen,
  FILL: filled,
  SEARCH: searched,
};

function argument(name: string, given: readonly Node[], place: number): Node {
  const node = given[place];
  if (!node) throw new ExpressionError(`${name} takes more arguments`);
  return node;
}

function list(name: string, { given, value }: Called, place: number): readonly Series[] {
  const found = value(argument(name, given, place));
  if (!isList(found)) throw new ExpressionError(`${name} needs a list of time series`);
  return found;
}

function number(name: string, { given, value }: Called, place: number): number {
  const found = value(argument(name, given, place));
  if (typeof found !== 'number') throw new ExpressionError(`${name} needs a number`);
  return found;
}

function oneOf(name: string, series: Series | undefined): Series {
  if (!series) throw new ExpressionError(`${name} of an empty list`);
  return series;
}

function metrics({ given: [part, ...more], around }: Called): Value {
  if (more.length > 0 || (part && part.kind !== 'text')) throw new ExpressionError('METRICS takes one text at most');
  const text = part?.kind === 'text' ? part.value : '';
  return around
    .metrics()
    .filter(({ id }) => id.includes(text))
    .map(({ series }) => series);
}

/** `SORT(METRICS(), AVG, DESC, 10)` */
function sorted(call: Called): Value {
  const all = list('SORT', call, 0);
  const by = word(call.given[1]);
  const order = word(call.given[2]);
  const reduce = ['AVG', 'MIN', 'MAX', 'SUM'].includes(by) ? REDUCED[by] : undefined;
  if (!reduce) throw new ExpressionError('SORT is by AVG, MIN, MAX or SUM');
  if (order !== 'ASC' && order !== 'DESC') throw new ExpressionError('SORT is ASC or DESC');
  const most = call.given[3] ? number('SORT', call, 3) : all.length;
  const weight = ({ values }: Series) => (values.size === 0 ? Number.NEGATIVE_INFINITY : reduce([...values.values()]));
  const weighed = all.map((series) => ({ series, weight: weight(series) }));
  const up = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);
  weighed.sort((a, b) => (order === 'ASC' ? up(a.weight, b.weight) : up(b.weight, a.weight)));
  return weighed.slice(0, most).map(({ series }) => series);
}

const word = (node: Node | undefined): string => (node?.kind === 'id' && isWord(node.name) ? node.name : '');

/** aws: `IF(condition, trueValue, falseValue)`, the last may be left out; numbers and series mix — CloudWatch user guide, Metric math, IF */
function chosen({ given, value }: Called): Value {
  if (given.length < 2 || given.length > 3) throw new ExpressionError('IF takes two or three arguments');
  const condition = value(argument('IF', given, 0));
  const yes = value(argument('IF', given, 1));
  const no = given[2] ? value(given[2]) : Number.NaN;
  if (typeof condition === 'number') return condition !== 0 ? yes : no;
  if (isList(condition)) throw new ExpressionError('the condition of IF cannot be a list');
  const pick = (a: Value, b: Value): Series => {
    const at = (of: Value, instant: number) => (isSeries(of) ? (of.values.get(instant) ?? Number.NaN) : (of as number));
    const origin = isSeries(a) ? a : isSeries(b) ? b : condition;
    const { values } = mapped(condition, (holds, instant) => at(holds !== 0 ? a : b, instant));
    return { ...origin, period: condition.period, values };
  };
  if (isList(yes)) return yes.map((series) => pick(series, isList(no) ? Number.NaN : no));
  return isList(no) ? no.map((series) => pick(yes, series)) : pick(yes, no);
}

function filled({ given: [what, how, ...more], around, value }: Called): Value {
  if (!what || !how || more.length > 0) throw new ExpressionError('FILL takes two arguments');
  const named = word(how);
  if (named && named !== 'REPEAT' && named !== 'LINEAR') throw new ExpressionError(`FILL cannot fill with ${named}`);
  const filler = named || value(how);
  if (typeof filler === 'object' && isList(filler)) throw new ExpressionError('FILL cannot fill with a list of time series');
  return each(
    value(what),
    (series) => filledSeries(series, filler as number | Series | string, around),
    () => {
      throw new ExpressionError('FILL needs a time series');
    },
  );
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

/** `SEARCH('{AWS/EC2,InstanceId} MetricName="CPUUtilization"', 'Average', 300)` */
function searched(call: Called): Value {
  const [text, stat, period] = call.given;
  if (text?.kind !== 'text' || stat?.kind !== 'text') throw new ExpressionError('SEARCH takes a text and a statistic');
  return call.around.search(text.value, stat.value, period && number('SEARCH', call, 2));
}
