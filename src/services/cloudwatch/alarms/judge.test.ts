import { describe, expect, test } from 'vitest';
import { judge, rangeOf, type Slot, tooFewSamples } from './judge.ts';
import { decimal, reasonDataOf, reasonOf } from './reason.ts';
import type { MetricAlarmRow } from './rows.ts';

type Settings = MetricAlarmRow['settings'];
const NEWEST = Date.UTC(2026, 10, 24, 12, 0, 0) / 1000;

/** `0 - X - X`, the oldest first, as the user guide draws it; X breaches a threshold of 1. */
const slots = (drawn: string): Slot[] =>
  drawn
    .split(' ')
    .reverse()
    .map((mark, i) => ({ at: NEWEST - i * 60, ...(mark !== '-' && { value: mark === 'X' ? 2 : Number(mark), samples: 1 }) }));

const settings = (of: Partial<Settings>): Settings => ({
  EvaluationPeriods: 3,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  ...of,
});

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const states = (drawn: string, DatapointsToAlarm: number) =>
  TREATMENTS.map((TreatMissingData) => judge(settings({ TreatMissingData, DatapointsToAlarm }), slots(drawn))?.state ?? 'stays');

// CloudWatch user guide, How alarm state is evaluated when data is missing
describe("the guide's tables", () => {
  test.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'stays', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'stays', 'ALARM', 'OK']],
    ['- - - - X', ['INSUFFICIENT_DATA', 'stays', 'ALARM', 'OK']],
  ])('3 out of 3: %s', (drawn, expected) => {
    expect(states(drawn, 3)).toEqual(expected);
  });

  test.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'stays', 'ALARM', 'OK']],
  ])('2 out of 3: %s', (drawn, expected) => {
    expect(states(drawn, 2)).toEqual(expected);
  });

  test('look at five periods for three', () => {
    expect(rangeOf(3)).toBe(5);
  });
});

test.each([
  ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
  ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
  ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
  ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
] as const)('%s', (ComparisonOperator, expected) => {
  const one = (mark: string) => judge(settings({ ComparisonOperator, EvaluationPeriods: 1 }), slots(mark))?.state;
  expect(['0.5', '1', '1.5'].map(one)).toEqual(expected);
});

test('a percentile of few samples may be ignored', () => {
  const reals = [{ at: 0, value: 1, samples: 999 }];
  const of = (ExtendedStatistic: string, EvaluateLowSampleCountPercentile: string) =>
    tooFewSamples(settings({ ExtendedStatistic, EvaluateLowSampleCountPercentile }), reals);
  expect(of('p99', 'evaluate')).toBe(false);
  expect(of('p99', 'ignore')).toBe(true);
  expect(of('p98', 'ignore')).toBe(false);
  expect(of('p1', 'ignore')).toBe(true);
});

describe('reasons', () => {
  const reason = (drawn: string, of: Partial<Settings> = {}) => {
    const asked = settings(of);
    const verdict = judge(asked, slots(drawn));
    return verdict && reasonOf(asked, verdict);
  };

  // recorded: localstack tests/aws/services/cloudwatch, test_put_metric_alarm, test_breaching_alarm_actions
  test('are those that were recorded', () => {
    expect(reason('21.5', { EvaluationPeriods: 1, Threshold: 21 })).toBe(
      'Threshold Crossed: 1 datapoint [21.5 (24/11/26 12:00:00)] was greater than the threshold (21.0).',
    );
    expect(reason('- - - -', { EvaluationPeriods: 2, TreatMissingData: 'breaching' })).toBe(
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    );
  });

  // observed in public alarm notifications
  test('are those that were seen', () => {
    expect(
      reason('3 2', { EvaluationPeriods: 2, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }),
    ).toBe(
      'Threshold Crossed: 2 out of the last 2 datapoints [2.0 (24/11/26 12:00:00), 3.0 (24/11/26 11:59:00)] were greater than or equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(reason('3 0', { EvaluationPeriods: 2, DatapointsToAlarm: 2 })).toBe(
      'Threshold Crossed: 1 out of the last 2 datapoints [0.0 (24/11/26 12:00:00)] was not greater than the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).',
    );
    expect(reason('- 613', { EvaluationPeriods: 2, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' })).toBe(
      'Threshold Crossed: 1 out of the last 2 datapoints [613.0 (24/11/26 12:00:00)] was greater than the threshold (1.0) and 1 missing datapoint was treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(reason('- - - 0 -', { DatapointsToAlarm: 2, TreatMissingData: 'breaching' })).toBe(
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    );
    expect(reason('X X X X X', { EvaluationPeriods: 5, DatapointsToAlarm: 5 })).toMatch(
      /^Threshold Crossed: 5 out of the last 5 datapoints were greater than the threshold \(1\.0\)\. The most recent datapoints which crossed the threshold: \[2\.0 \(.*\)\] \(minimum 5 datapoints for OK -> ALARM transition\)\.$/,
    );
    expect(reason('-', { EvaluationPeriods: 1 })).toBe(
      'Insufficient Data: no datapoints were received for 1 period and 1 missing datapoint was treated as [Missing].',
    );
  });

  test('stay within what StateReason holds', () => {
    expect(reason(Array(100).fill('X').join(' '), { EvaluationPeriods: 100 })?.length).toBeLessThan(1023);
  });

  test('have data for machines', () => {
    const asked = settings({ EvaluationPeriods: 2, Statistic: 'Average', Unit: 'Seconds', TreatMissingData: 'breaching' });
    const range = slots('- - 21.5 -');
    const verdict = judge(asked, range);
    expect(verdict && reasonDataOf(asked, verdict, range, 60, (NEWEST + 60) * 1000)).toBe(
      '{"version":"1.0","queryDate":"2026-11-24T12:01:00.000+0000","startDate":"2026-11-24T11:59:00.000+0000","unit":"Seconds","statistic":"Average","period":60,"recentDatapoints":[21.5],"threshold":1.0,"evaluatedDatapoints":[{"timestamp":"2026-11-24T12:00:00.000+0000"},{"timestamp":"2026-11-24T11:59:00.000+0000","sampleCount":1.0,"value":21.5}]}',
    );
  });

  test('write numbers as Java does', () => {
    expect([0, -3, 0.5, 1e7, 12_345_678, 0.0001, 1e-3].map(decimal)).toEqual([
      '0.0',
      '-3.0',
      '0.5',
      '1.0E7',
      '1.2345678E7',
      '1.0E-4',
      '0.001',
    ]);
  });
});
