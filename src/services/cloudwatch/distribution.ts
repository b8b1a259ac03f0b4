/** What a metric's samples of one instant amount to. */
export interface Samples {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Values with their counts. Undefined: not known, as a statistic set came in that tells of more than one value. */
  readonly values: ReadonlyMap<number, number> | undefined;
}

/** Ours: as many different values as one datum may have stay exact; beyond, values within a hundredth of each other are one. */
const EXACT = 150;
const STEP = Math.log(1.01);

export function samplesOf(values: readonly number[], counts: readonly number[] | undefined): Samples {
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
  return { count, sum, min, max, values: coarse(seen) };
}

/** aws: percentiles need raw values, or a statistic set of one sample, or one whose minimum is its maximum — CloudWatch user guide, Percentiles */
export function samplesOfSet(set: { SampleCount: number; Sum: number; Minimum: number; Maximum: number }): Samples {
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = set;
  return { count, sum, min, max, values: min === max || count === 1 ? new Map([[max, count]]) : undefined };
}

export function merged(a: Samples, b: Samples): Samples {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    values: a.values && b.values && together(a.values, b.values),
  };
}

function together(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const all = new Map(a);
  for (const [value, count] of b) all.set(value, (all.get(value) ?? 0) + count);
  return coarse(all);
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

/** Nothing where the minimum says it all. */
export const packed = ({ values, min, max }: Samples): string | null =>
  min === max ? null : values ? JSON.stringify([...values].flat()) : '';

export function unpackedValues(text: string | null, min: number, count: number): Samples['values'] {
  if (text === null) return new Map([[min, count]]);
  if (text === '') return undefined;
  const flat = JSON.parse(text) as number[];
  const values = new Map<number, number>();
  for (let i = 0; i < flat.length; i += 2) values.set(flat[i] as number, flat[i + 1] as number);
  return values;
}
