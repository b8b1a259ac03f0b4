import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, type Series, type Surroundings, type Value } from './evaluate.ts';
import { ExpressionError, parseExpression } from './parse.ts';

const series = (label: string, ...values: (number | undefined)[]): Series => ({
  label,
  period: 60,
  values: new Map(values.flatMap((value, i) => (value === undefined ? [] : [[i * 60, value] as const]))),
});
const known: Readonly<Record<string, Value>> = {
  m1: series('one', 1, 2, undefined, 4),
  m2: series('two', 10, 0, 30, 40),
  none: series('none'),
};
const around: Surroundings = {
  start: 0,
  end: 240,
  of: (id) => (Object.hasOwn(known, id) ? (known[id] as Value) : series(id)),
  period: 60,
  search: (text, stat, period) => [{ ...series(`${text} ${stat}`, 1), period: period ?? 300 }],
  metrics: () => ['m1', 'm2'].map((id) => ({ id, series: known[id] as Series })),
};
const shown = (value: Value): unknown => {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(shown) : [...(value as Series).values].map(([at, each]) => [at / 60, each]);
};
const result = (text: string) => shown(evaluate(parseExpression(text), around));

test.each<[string, unknown]>([
  ['1 + 2 * 3 - -4', 11],
  ['-2 ^ 2', -4],
  ['2 ^ 3 / 4', 2],
  ['(1 + 2) * 3', 9],
  ['.5e1', 5],
  [
    'm1 * 2',
    [
      [0, 2],
      [1, 4],
      [3, 8],
    ],
  ],
  [
    '100 - m2',
    [
      [0, 90],
      [1, 100],
      [2, 70],
      [3, 60],
    ],
  ],
  [
    'm1 + m2',
    [
      [0, 11],
      [1, 2],
      [3, 44],
    ],
  ],
  [
    'm1 / m2',
    [
      [0, 0.1],
      [3, 0.1],
    ],
  ],
  ['SUM(m2)', 80],
  ['AVG(m2)', 20],
  [
    'm2 - max(m2)',
    [
      [0, -30],
      [1, -40],
      [2, -10],
      [3, 0],
    ],
  ],
  [
    'SUM(METRICS())',
    [
      [0, 11],
      [1, 2],
      [2, 30],
      [3, 44],
    ],
  ],
  [
    'AVG(METRICS("m2"))',
    [
      [0, 10],
      [1, 0],
      [2, 30],
      [3, 40],
    ],
  ],
  [
    "MIN(METRICS('m'))",
    [
      [0, 1],
      [1, 0],
      [2, 30],
      [3, 4],
    ],
  ],
  [
    'METRICS() * 2',
    [
      [
        [0, 2],
        [1, 4],
        [3, 8],
      ],
      [
        [0, 20],
        [1, 0],
        [2, 60],
        [3, 80],
      ],
    ],
  ],
  [
    'RATE(m1)',
    [
      [1, 1 / 60],
      [3, 2 / 120],
    ],
  ],
  [
    'm2 / PERIOD(m2)',
    [
      [0, 10 / 60],
      [1, 0],
      [2, 0.5],
      [3, 40 / 60],
    ],
  ],
  [
    'FILL(m1, 0)',
    [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 4],
    ],
  ],
  [
    'FILL(m1, REPEAT)',
    [
      [0, 1],
      [1, 2],
      [2, 2],
      [3, 4],
    ],
  ],
  [
    'FILL(m1, LINEAR)',
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'FILL(m1, m2)',
    [
      [0, 1],
      [1, 2],
      [2, 30],
      [3, 4],
    ],
  ],
  [
    'FILL(none, 7)',
    [
      [0, 7],
      [1, 7],
      [2, 7],
      [3, 7],
    ],
  ],
])('%s', (text, expected) => {
  expect(result(text)).toEqual(expected);
});

test.each<[string, string]>([
  ['', 'the expression ends too early'],
  ['m1 +', 'the expression ends too early'],
  ['m1 m2', 'unexpected m2'],
  ['m1 # 2', 'unexpected text at position 3'],
  ['ANOMALY_DETECTION_BAND(m1)', 'the function ANOMALY_DETECTION_BAND is not supported by Millrace yet'],
  ['INSIGHT_RULE_METRIC("r", UniqueContributors)', 'the function INSIGHT_RULE_METRIC is not supported by Millrace yet'],
  ['IF(METRICS(), 1, 2)', 'the condition of IF cannot be a list'],
  ['IF(m1)', 'IF takes two or three arguments'],
  ['SORT(METRICS(), MEDIAN, ASC)', 'SORT is by AVG, MIN, MAX or SUM'],
  ['SORT(METRICS(), AVG, UP)', 'SORT is ASC or DESC'],
  ['FIRST(m1)', 'FIRST needs a list of time series'],
  ['LAST(METRICS("zzz"))', 'LAST of an empty list'],
  ['[m1, 2]', 'a list is of time series, not of numbers'],
  ['REPEAT + 1', 'the word REPEAT is not a value'],
  ['SEARCH(m1, m2)', 'SEARCH takes a text and a statistic'],
  ['toString(m1)', 'the function TOSTRING is not supported by Millrace yet'],
  ['"text"', 'the text "text" is not a value'],
  ['METRICS() + METRICS()', 'two lists of time series cannot be combined'],
  ['SUM(m1, m2)', 'SUM takes one argument'],
  ['METRICS(m1)', 'METRICS takes one text at most'],
  ['RATE(1)', 'RATE needs a time series'],
  ['FILL(m1)', 'FILL takes two arguments'],
  ['FILL(m1, METRICS())', 'FILL cannot fill with a list of time series'],
  ['('.repeat(100), 'the expression is nested too deeply'],
])('refused: %s', (text, why) => {
  expect(() => result(text)).toThrow(new ExpressionError(why));
});

test('no text breaks the parser', () => {
  const words = fc.constantFrom(
    ...['m1', 'none', '+', '-', '(', ')', '[', ']', 'SUM(', 'FILL(', 'IF(', 'SORT(METRICS(),', 'SLICE(', 'HOUR(', 'METRICS()'],
    ...[',', '1', '.', '"', ' ', '^', '==', '&&', ' OR ', 'AVG', 'DESC', 'é'],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((all) => all.join('')),
      ),
      (text) => {
        try {
          result(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ExpressionError);
        }
      },
    ),
  );
});
