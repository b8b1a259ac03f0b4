import type { MetricDataQuery, MetricStat } from '#api/cloudwatch';
import type { Origin, Series } from './expression/values.ts';

const DYNAMIC = /\$\{\s*(?:PROP\(\s*['"]([^'"]+)['"]\s*\)|([A-Z_]+))\s*\}/g;
const ANY = /\$\{[^}]*\}?/g;

interface Facts {
  readonly series: Series;
  /** What stands for `${LABEL}`. */
  readonly label: string;
  readonly account: string;
  readonly region: string;
}

type Point = readonly [at: number, value: number] | undefined;

interface Points {
  readonly first: Point;
  readonly last: Point;
  readonly least: Point;
  readonly most: Point;
  readonly sum: number;
  readonly count: number;
}

// aws: which there are — CloudWatch user guide, Use dynamic labels
const NUMBERS: Readonly<Record<string, (points: Points) => number | undefined>> = {
  AVG: ({ sum, count }) => (count === 0 ? undefined : sum / count),
  DATAPOINT_COUNT: ({ count }) => count,
  FIRST: ({ first }) => first?.[1],
  LAST: ({ last }) => last?.[1],
  MIN: ({ least }) => least?.[1],
  MAX: ({ most }) => most?.[1],
  SUM: ({ sum, count }) => (count === 0 ? undefined : sum),
};
const MOMENTS: Readonly<Record<string, (points: Points) => Point>> = {
  FIRST_TIME: ({ first }) => first,
  LAST_TIME: ({ last }) => last,
  MIN_TIME: ({ least }) => least,
  MAX_TIME: ({ most }) => most,
};
const RANGES: Readonly<Record<string, readonly [string, string]>> = {
  FIRST_LAST_RANGE: ['FIRST', 'LAST'],
  MIN_MAX_RANGE: ['MIN', 'MAX'],
};
const PROPERTIES = ['AccountId', 'MetricName', 'Namespace', 'Period', 'Region', 'Stat'];

/** A dynamic value that is not known, if a label has one. */
export function unknownIn(label: string): string | undefined {
  for (const [found] of label.matchAll(ANY)) {
    const [, property, word = ''] = new RegExp(`^${DYNAMIC.source}$`).exec(found) ?? [];
    const known =
      property === undefined
        ? word === 'LABEL' || [NUMBERS, MOMENTS, RANGES].some((table) => Object.hasOwn(table, word))
        : PROPERTIES.includes(property) || property.startsWith('Dim.');
    if (!known) return found;
  }
  return undefined;
}

export const isDynamic = (label: string | undefined): label is string => label?.includes('${') ?? false;

/** A label with its dynamic values. Numbers have at most three decimals, instants are UTC: how AWS writes them is not published. */
export function labelled(label: string, facts: Facts): string {
  const points = pointsOf(facts.series);
  return label.replace(DYNAMIC, (_, property: string | undefined, word = '') => {
    if (property !== undefined) return propertyOf(property, facts);
    if (word === 'LABEL') return facts.label;
    const range = RANGES[word];
    if (range) return range.map((name) => shown(NUMBERS[name]?.(points))).join(' - ');
    const moment = MOMENTS[word];
    if (!moment) return shown(NUMBERS[word]?.(points));
    const at = moment(points)?.[0];
    return at === undefined ? '--' : `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  });
}

function propertyOf(property: string, { series, account, region }: Facts): string {
  const { origin, period } = series;
  const known: Readonly<Record<string, string | undefined>> = {
    AccountId: account,
    MetricName: origin?.name,
    Namespace: origin?.namespace,
    Period: String(period),
    Region: region,
    Stat: origin?.stat,
  };
  return (property.startsWith('Dim.') ? origin?.dimensions[property.slice(4)] : known[property]) ?? '';
}

const shown = (value: number | undefined): string => (value === undefined ? '--' : String(Number(value.toFixed(3))));

function pointsOf({ values }: Series): Points {
  const all = [...values];
  const pick = (better: (a: number, b: number) => boolean): Point =>
    all.reduce<Point>((best, point) => (!best || better(point[1], best[1]) ? point : best), undefined);
  return {
    first: all[0],
    last: all.at(-1),
    least: pick((a, b) => a < b),
    most: pick((a, b) => a > b),
    sum: all.reduce((sum, [, value]) => sum + value, 0),
    count: all.length,
  };
}

/** What tells series of one search apart, for their labels: the metric's name and the dimensions in which they differ. */
export function distinctions(origins: readonly Origin[]): string[] {
  const names = [...new Set(origins.flatMap(({ dimensions }) => Object.keys(dimensions)))];
  const partsOf = (origin: Origin): readonly string[] => [...names.map((name) => origin.dimensions[name] ?? ''), origin.name];
  const all = origins.map(partsOf);
  const differing = (all[0] ?? []).map((first, i) => all.some((parts) => parts[i] !== first));
  return all.map((parts) => parts.filter((_, i) => differing[i]).join(' ') || (parts.at(-1) ?? ''));
}

/**
 * The labels of queries that are metrics, by id.
 * aws: a statistic and a period are said where they differ — recorded in LocalStack's snapshots of labels in GetMetricData
 */
export function labelsOf(queries: readonly { readonly query: MetricDataQuery }[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ query: { Id, MetricStat: stat } }) => (stat ? [{ Id, stat }] : []));
  const differ = (part: (of: MetricStat) => unknown) => new Set(stats.map(({ stat }) => part(stat))).size > 1;
  const [byStat, byPeriod] = [differ(({ Stat }) => Stat), differ(({ Period }) => Period)];
  const said = ({ Metric, Stat, Period }: MetricStat) =>
    [Metric.MetricName, byStat && Stat, byPeriod && Period].filter(Boolean).join(' ');
  return new Map(stats.map(({ Id, stat }) => [Id, said(stat)]));
}
