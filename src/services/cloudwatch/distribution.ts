/** What a metric's samples of one instant amount to. */
export interface Samples {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Values with their counts. Undefined: not known, as a statistic set came in that tells of more than one value. */
  readonly values: ReadonlyMap<number, number> | undefined;
}

type Totals = Omit<Samples, 'values'>;

/** Ours: as many different values as one datum may have stay exact; beyond, values within a hundredth of each other are one. */
const EXACT = 150;
const STEP = Math.log(1.01);

/** Values are put together when somebody asks: of a million points most never are. */
class Known implements Samples {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly #find: (() => Samples['values']) | undefined;
  #values: Samples['values'];

  constructor(count: number, sum: number, min: number, max: number, find?: () => Samples['values']) {
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
    this.#find = find;
  }

  get values(): Samples['values'] {
    this.#values ??= this.#find ? this.#find() : new Map([[this.max, this.count]]);
    return this.#values;
  }
}

export const one = (value: number): Samples => new Known(1, value, value, value);

export const known = ({ count, sum, min, max }: Totals, find: () => Samples['values']): Samples =>
  new Known(count, sum, min, max, find);

export function samplesOf(values: readonly number[], counts: readonly number[] | undefined): Samples {
  if (values.length === 1 && !counts) return one(values[0] as number);
  const seen = new Map<number, number>();
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  values.forEach((value, i) => {
    const times = counts?.[i] ?? 1;
    if (times === 0) return;
    count += times;
    sum += value * times;
    min = Math.min(min, value);
    max = Math.max(max, value);
    seen.set(value, (seen.get(value) ?? 0) + times);
  });
  return known({ count, sum, min, max }, () => coarse(seen));
}

/** aws: percentiles need raw values, or a statistic set of one sample, or one whose minimum is its maximum — CloudWatch user guide, Percentiles */
export function samplesOfSet(set: { SampleCount: number; Sum: number; Minimum: number; Maximum: number }): Samples {
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = set;
  if (min === max || count === 1) return new Known(count, sum, min, max);
  return known({ count, sum, min, max }, () => undefined);
}

export function merged(all: readonly Samples[]): Samples {
  const [first] = all;
  if (first && all.length === 1) return first;
  let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of all) {
    count += each.count;
    sum += each.sum;
    if (each.min < min) min = each.min;
    if (each.max > max) max = each.max;
  }
  return known({ count, sum, min, max }, () => together(all));
}

function together(all: readonly Samples[]): Samples['values'] {
  const values = new Map<number, number>();
  for (const each of all) {
    if (!each.values) return undefined;
    for (const [value, count] of each.values) values.set(value, (values.get(value) ?? 0) + count);
  }
  return coarse(values);
}

function coarse(values: Map<number, number>): ReadonlyMap<number, number> {
  if (values.size <= EXACT) return values;
  const fewer = new Map<number, number>();
  for (const [value, count] of values) {
    const size = Math.abs(value);
    const near = size === 0 ? 0 : Math.sign(value) * Math.exp(Math.round(Math.log(size) / STEP) * STEP);
    fewer.set(near, (fewer.get(near) ?? 0) + count);
  }
  return fewer;
}

/** The least value that `percent` of the samples do not exceed (nearest rank); undefined where the values are not known. */
export function percentile({ values, count, min, max }: Samples, percent: number): number | undefined {
  if (!values) return undefined;
  const rank = (percent / 100) * count;
  let passed = 0;
  for (const [value, times] of [...values].sort(([a], [b]) => a - b)) {
    passed += times;
    if (passed >= rank) return Math.min(max, Math.max(min, value));
  }
  return max;
}
