import type { ComparisonOperator, StateValue } from '#api/cloudwatch';
import type { MetricAlarmRow } from './rows.ts';

/** One period of the evaluation range. */
export interface Slot {
  /** Its start, in seconds since the epoch. */
  readonly at: number;
  readonly value?: number;
  readonly samples?: number;
}

export type Real = Slot & { readonly value: number };

export interface Verdict {
  readonly state: StateValue;
  /** The real data points that were counted, the newest first. */
  readonly reals: readonly Real[];
  /** How many missing ones were counted along, and as what. */
  readonly filled: number;
}

type Settings = MetricAlarmRow['settings'];

const COMPARED: Readonly<Partial<Record<ComparisonOperator, (value: number, threshold: number) => boolean>>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const isSupported = (operator: ComparisonOperator): boolean => COMPARED[operator] !== undefined;

export function breaches({ ComparisonOperator: operator, Threshold: threshold = 0 }: Settings, value: number): boolean {
  return operator !== undefined && (COMPARED[operator]?.(value, threshold) ?? false);
}

/**
 * Periods looked at beyond those evaluated. aws: more data points are retrieved than Evaluation Periods; in the guide's tables 5 for 3
 * — CloudWatch user guide, How alarm state is evaluated when data is missing. How many in other cases is not published.
 */
const MORE = 2;

export const rangeOf = (periods: number): number => periods + MORE;

/**
 * The state that an evaluation range (the newest slot first) stands for; undefined: it stays as it is.
 * aws: existing data points come first, missing ones are counted only as far as those do not suffice — user guide, as above
 */
export function judge(settings: Settings, slots: readonly Slot[]): Verdict | undefined {
  const periods = settings.EvaluationPeriods ?? 1;
  const wanted = settings.DatapointsToAlarm ?? periods;
  const existing = slots.filter((slot): slot is Real => slot.value !== undefined);
  const reals = existing.slice(0, periods);
  const breaching = reals.filter(({ value }) => breaches(settings, value)).length;
  const filled = periods - reals.length;
  const decided = (alarms: boolean): Verdict => ({ state: alarms ? 'ALARM' : 'OK', reals, filled });
  if (filled === 0) return decided(breaching >= wanted);
  switch (settings.TreatMissingData) {
    case 'breaching':
      return decided(breaching + filled >= wanted);
    case 'notBreaching':
      return decided(breaching >= wanted);
  }
  const ignored = settings.TreatMissingData === 'ignore';
  if (breaching >= wanted) return decided(true);
  if (breaching < reals.length) return decided(false);
  if (ignored) return undefined;
  // aws: what breaches and is as old as the data points to alarm has had its time, if nothing newer speaks against it
  // — user guide, CloudWatch alarms avoiding premature transitions
  const oldest = slots.slice(0, periods).findLastIndex(({ value }) => value !== undefined);
  if (oldest + 1 >= wanted) return decided(true);
  return { state: 'INSUFFICIENT_DATA', reals, filled };
}

/**
 * aws: with `ignore`, a percentile of too few samples changes nothing: fewer than 10/(1-percentile), or 10/percentile below the median
 * — CloudWatch user guide, Percentile-based alarms and low data samples
 */
export function tooFewSamples(settings: Settings, reals: readonly Real[]): boolean {
  if (settings.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  const percent = Number(/^p(\d+(?:\.\d+)?)$/.exec(settings.ExtendedStatistic ?? '')?.[1]) / 100;
  if (!(percent > 0 && percent < 1)) return false;
  const samples = reals.reduce((sum, real) => sum + (real.samples ?? 0), 0);
  return samples < 10 / (percent >= 0.5 ? 1 - percent : percent);
}
