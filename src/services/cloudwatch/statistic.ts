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
/** aws: `tm99` is `TM(:99%)`, and so with the others — CloudWatch user guide, Statistics definitions */
const SHORT = /^(tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?)$/i;
const LONG = /^(TM|WM|TC|TS|PR)\((-?[\d.]*%?):(-?[\d.]*%?)\)$/;
/** aws: the interquartile mean is TM(25%:75%) — CloudWatch user guide, Statistics definitions */
const IQM = 'TM(25%:75%)';

/** A statistic by its name. */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name];
  const percent = PERCENTILE.exec(name)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return (samples) => percentile(samples, Number(percent));
  const [, brief, upTo] = SHORT.exec(name) ?? [];
  if (brief) return bounded(brief.toUpperCase(), undefined, { at: Number(upTo), percent: true });
  const [, kind = '', low = '', high = ''] = LONG.exec(name === 'IQM' ? IQM : name) ?? [];
  const [from, to] = [boundOf(low), boundOf(high)];
  if (!kind || from === 'none' || to === 'none' || (!from && !to)) return undefined;
  // aws: both bounds are per cent, or both are values; ranks are of values only — CloudWatch user guide, Statistics definitions
  if (from && to && (from.percent !== to.percent || from.at > to.at)) return undefined;
  return kind === 'PR' && (from?.percent || to?.percent) ? undefined : bounded(kind, from, to);
}

interface Bound {
  readonly at: number;
  readonly percent: boolean;
}

function boundOf(text: string): Bound | undefined | 'none' {
  if (text === '') return undefined;
  const percent = text.endsWith('%');
  const digits = percent ? text.slice(0, -1) : text;
  const at = Number(digits);
  if (digits === '' || !Number.isFinite(at) || (percent && (at < 0 || at > 100))) return 'none';
  return { at, percent };
}

type Counted = readonly (readonly [value: number, times: number])[];

/** aws: what is at the lower bound or below is out, what is at the upper bound is in — CloudWatch user guide, Statistics definitions */
function bounded(kind: string, from: Bound | undefined, to: Bound | undefined): Statistic {
  return ({ values, count }) => {
    if (!values) return undefined;
    const sorted = [...values].sort(([a], [b]) => a - b);
    const within = from?.percent || to?.percent ? byRank(sorted, count, from?.at, to?.at) : byValue(sorted, from?.at, to?.at);
    const times = within.reduce((all, [, n]) => all + n, 0);
    const sum = within.reduce((all, [value, n]) => all + value * n, 0);
    switch (kind) {
      case 'TC':
        return times;
      case 'TS':
        return sum;
      case 'PR':
        return (times * 100) / count;
      case 'TM':
        return times > 0 ? sum / times : undefined;
      default:
        return times > 0 ? winsorized(within, sorted, count) : undefined;
    }
  };
}

const byValue = (sorted: Counted, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): Counted =>
  sorted.filter(([value]) => value > from && value <= to);

/** Ours: of ranks that are cut by a bound, the whole sample counts. */
function byRank(sorted: Counted, count: number, from = 0, to = 100): Counted {
  const [first, last] = [Math.floor((from / 100) * count), Math.ceil((to / 100) * count)];
  let passed = 0;
  return sorted.flatMap(([value, times]) => {
    const taken = Math.min(passed + times, last) - Math.max(passed, first);
    passed += times;
    return taken > 0 ? [[value, taken] as const] : [];
  });
}

/** aws: what is outside counts as the bound's value — CloudWatch user guide, Statistics definitions, Winsorized mean */
function winsorized(within: Counted, sorted: Counted, count: number): number {
  const [least, most] = [within[0]?.[0] ?? 0, within.at(-1)?.[0] ?? 0];
  return sorted.reduce((all, [value, times]) => all + Math.min(most, Math.max(least, value)) * times, 0) / count;
}
