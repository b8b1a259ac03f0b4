import { expect, test } from 'vitest';
import { evaluate, type Series, type Surroundings, type Value } from './evaluate.ts';
import { parseExpression } from './parse.ts';

// a Saturday, at midnight
const DAY = Date.UTC(2026, 10, 28) / 1000;
const series = (label: string, ...values: (number | undefined)[]): Series => ({
  label,
  period: 60,
  values: new Map(values.flatMap((value, i) => (value === undefined ? [] : [[DAY + i * 60, value] as const]))),
});
const known: Readonly<Record<string, Series>> = {
  m1: series('one', 1, 2, undefined, 4),
  m2: series('two', 10, 0, 30, 40),
  m3: series('three', 5, -5, 5, -5.5),
  none: series('none'),
};
const around: Surroundings = {
  start: DAY,
  end: DAY + 240,
  period: 60,
  of: (id) => known[id] as Series,
  metrics: () => ['m1', 'm2', 'm3'].map((id) => ({ id, series: known[id] as Series })),
  search: (text, stat, period) => [{ ...series(`${text}|${stat}`, 1), period: period ?? 300 }],
};
/** Numbers by minute, `_` where there is none; lists by label. */
const shown = (value: Value): unknown => {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(({ label }) => label);
  return [0, 1, 2, 3].map((i) => (value as Series).values.get(DAY + i * 60) ?? '_');
};

// the examples are those of the CloudWatch user guide, Metric math, or follow its words
test.each<[string, unknown]>([
  ['m2 > 5', [1, 0, 1, 1]],
  ['m2 >= m1', [1, 0, '_', 1]],
  ['m1 == 2', [0, 1, '_', 0]],
  ['m1 != m2', [1, 1, '_', 1]],
  ['m2 < 5 || m2 > 30', [0, 1, 0, 1]],
  ['m2 > 5 AND m3 > 0', [1, 0, 1, 0]],
  ['1 + 1 > 1 OR 0', 1],
  ['2 < 1', 0],
  ['m1 + 1 > 2 && m1 < 4', [0, 1, '_', 0]],
  ['IF(m2 < 20, m2, 20)', [10, 0, 20, 20]],
  ['IF(m2 > 5, m2)', [10, '_', 30, 40]],
  ['IF(m2 > 5, m1, 0)', [1, 0, '_', 4]],
  ['IF(1, m1, m2)', [1, 2, '_', 4]],
  ['IF(METRIC_COUNT(METRICS()) > 2, 7, 8)', 7],
  ['ABS(m3)', [5, 5, 5, 5.5]],
  ['CEIL(m3)', [5, -5, 5, -5]],
  ['FLOOR(m3)', [5, -5, 5, -6]],
  ['LOG10(m2)', [1, '_', Math.log10(30), Math.log10(40)]],
  ['LOG(1)', 0],
  ['DIFF(m1)', ['_', 1, '_', 2]],
  ['DIFF_TIME(m1)', ['_', 60, '_', 120]],
  ['RUNNING_SUM(m1)', [1, 3, '_', 7]],
  ['STDDEV([m1,m2])', [4.5, 1, 0, 18]],
  ['STDDEV(m2)', Math.sqrt(250)],
  ['DATAPOINT_COUNT(m1)', 3],
  ['DATAPOINT_COUNT(none)', 0],
  ['DATAPOINT_COUNT(METRICS())', [3, 3, 2, 3]],
  ['SUM([m1, m2])', [11, 2, 30, 44]],
  ['MAX([METRICS("m1"), m3])', [5, 2, 5, 4]],
  ['METRICS()', ['one', 'two', 'three']],
  ['FIRST(METRICS())', [1, 2, '_', 4]],
  ['LAST(SORT(METRICS(), SUM, ASC))', [10, 0, 30, 40]],
  ['SORT(METRICS(), MAX, DESC)', ['two', 'three', 'one']],
  ['SORT(METRICS(), AVG, DESC, 1)', ['two']],
  ['SORT([none, m1], MIN, DESC)', ['one', 'none']],
  ['SLICE(SORT(METRICS(), SUM, DESC), 1)', ['one', 'three']],
  ['SLICE(METRICS(), 0, 2)', ['one', 'two']],
  ['REMOVE_EMPTY([m1, none])', ['one']],
  ['TIME_SERIES(3)', [3, 3, 3, 3]],
  ['FILL(m1, 0) > 0', [1, 1, 0, 1]],
  ['m1 * TIME_SERIES(2)', [2, 4, '_', 8]],
  ['MINUTE(m1)', [0, 1, 2, 3]],
  ['HOUR(none)', [0, 0, 0, 0]],
  ['DAY(m1)', [6, 6, 6, 6]],
  ['DATE(m1)', [28, 28, 28, 28]],
  ['MONTH(m1)', [11, 11, 11, 11]],
  ['YEAR(m1)', [2026, 2026, 2026, 2026]],
  ['EPOCH(m1) - TIME_SERIES(60)', [0, 1, 2, 3].map((i) => DAY + i * 60 - 60)],
  // aws: "during the working week only" — CloudWatch user guide, Metric math, IF, use cases
  ['IF(DAY(m1) < 6 AND HOUR(m1) > 9, m1, 0)', [0, 0, 0, 0]],
  [
    "SEARCH('{AWS/EC2,InstanceId} MetricName=\"CPUUtilization\"', 'Average', 300)",
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization"|Average'],
  ],
  ["SUM(SEARCH('x', 'Sum'))", [1, '_', '_', '_']],
])('%s', (text, expected) => {
  expect(shown(evaluate(parseExpression(text), around))).toEqual(expected);
});

test('a period is that of the series', () => {
  expect(evaluate(parseExpression("PERIOD(FIRST(SEARCH('x', 'Sum', 120)))"), around)).toBe(120);
});
