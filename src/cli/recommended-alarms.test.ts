import { expect, test } from 'vitest';
import { recommendedAlarms } from './recommended-alarms.ts';

const about = { application: 'a', topic: undefined, lags: [], leastRecords: 1, mostLagMs: 2, mostCheckpointMs: 3 };
const dimension = (Value: string) => [{ Name: 'Shard', Value }];

test('downtime has heirs from 2.2 on', () => {
  const metricsOf = (runtime: string) => JSON.stringify(recommendedAlarms({ ...about, runtime })[0]);
  expect(metricsOf('FLINK-1_20')).toContain('"downtime"');
  expect(metricsOf('FLINK-2_2')).toContain('"restartingTime"');
});

test('lag is an alarm where it is measured, of nine shards at most', () => {
  const lags = Array.from({ length: 12 }, (_, i) => dimension(String(i)));
  const lagOf = (given: typeof lags) =>
    recommendedAlarms({ ...about, runtime: 'FLINK-1_20', lags: given }).find(({ AlarmName }) => AlarmName === 'a: lag');
  expect(lagOf([])).toBeUndefined();
  // with the expression itself, ten: as many as an alarm may have
  expect(lagOf(lags)?.['Metrics']).toHaveLength(10);
});

test('they tell the topic of ALARM and OK, or nobody', () => {
  const topics = (topic: string | undefined) =>
    recommendedAlarms({ ...about, runtime: 'FLINK-1_20', topic }).map(({ AlarmActions, OKActions }) => [AlarmActions, OKActions]);
  expect(new Set(topics('t').flat(2))).toEqual(new Set(['t']));
  expect(topics(undefined).flat(2)).toEqual([]);
});
