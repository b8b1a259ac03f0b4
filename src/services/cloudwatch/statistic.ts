import { percentile, type Samples } from './distribution.ts';

/** One number of an interval's samples; undefined where they do not tell it. */
export type Statistic = (samples: Samples) => number | undefined;

const PLAIN: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Sum: ({ sum }) => sum,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** aws: p0 to p100 with up to ten decimals — CloudWatch user guide, Statistics definitions */
const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,10})?)$/i;

/** aws: trimmed means and their kin — CloudWatch user guide, Statistics definitions */
const OTHERS = /^(?:(?:tm|wm|tc|ts)(?:\d|\()|PR\(|IQM$)/i;

/** A statistic by its name; `known` where AWS has it and we do not. */
export function statisticOf(name: string): Statistic | 'known' | undefined {
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name];
  const percent = PERCENTILE.exec(name)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return (samples) => percentile(samples, Number(percent));
  return OTHERS.test(name) ? 'known' : undefined;
}
