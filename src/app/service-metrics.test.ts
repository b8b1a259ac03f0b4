import { expect, test } from 'vitest';
import { fakeClock, silentLogger, Tallies } from '#core';
import { publishServiceMetrics } from './service-metrics.ts';

const scope = { partition: 'aws', account: '1', region: 'r' };

test('once a minute, for the minute that is over, and the rest when it ends', async () => {
  const clock = fakeClock(Date.UTC(2026, 0, 1, 0, 0, 20));
  const tallies = new Tallies();
  const told: unknown[] = [];
  const publish = (place: unknown, namespace: string, data: readonly object[]) =>
    void told.push(...data.map((each) => ({ place, namespace, ...each })));
  const measured = () =>
    tallies.drain().map((tallied) => ({ scope, dimensions: { StreamName: 's' }, unit: 'Count' as const, tallied }));
  const publishing = publishServiceMetrics([{ namespace: 'AWS/Kinesis', measured }], { publish }, clock, silentLogger);
  tallies.add('n', 3);
  tallies.add('n', 1);
  await clock.advance(39_999);
  expect(told).toEqual([]);
  await clock.advance(1);
  expect(told).toEqual([
    {
      place: scope,
      namespace: 'AWS/Kinesis',
      MetricName: 'n',
      Timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0)),
      Unit: 'Count',
      Dimensions: [{ Name: 'StreamName', Value: 's' }],
      StatisticValues: { SampleCount: 2, Sum: 4, Minimum: 1, Maximum: 3 },
    },
  ]);
  await clock.advance(60_000);
  expect(told).toHaveLength(1);
  tallies.add('n', 7);
  await publishing.close();
  expect(told[1]).toMatchObject({ Timestamp: new Date(Date.UTC(2026, 0, 1, 0, 2)), StatisticValues: { Sum: 7 } });
});
