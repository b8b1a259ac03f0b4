import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, expect, test } from 'vitest';
import { applicationDashboard, dashboardName } from '#app';
import { alarmClient } from './alarm-client.ts';

const client = await alarmClient();
const { root } = client;
afterAll(() => client.close());

const SUBJECT = { name: 'my.app', region: 'us-east-1', runtime: 'FLINK-1_20', metricsLevel: 'APPLICATION' };

test.each([
  ['FLINK-1_20', 'APPLICATION', undefined, 'fullRestarts'],
  ['FLINK-2_2', 'OPERATOR', '/aws/kinesis-analytics/my.app', 'numRestarts'],
])('of %s at level %s', async (runtime, metricsLevel, logGroup, restarts) => {
  const body = applicationDashboard({ ...SUBJECT, runtime, metricsLevel, logGroup });
  const DashboardName = dashboardName('my.app');
  const put = new cloudwatch.PutDashboardCommand({ DashboardName, DashboardBody: JSON.stringify(body) });
  expect((await root.send(put)).DashboardValidationMessages).toEqual([]);
  // every expression and metric of it can be asked
  for (const { type, properties } of body.widgets) {
    if (type !== 'metric') continue;
    const metrics = properties['metrics'] as readonly (readonly unknown[])[];
    const queries = metrics.map((line, i): cloudwatch.MetricDataQuery => {
      const drawn = line.at(-1) as { expression?: string; stat?: string };
      if (drawn.expression !== undefined) return { Id: `e${i}`, Expression: drawn.expression };
      const [Namespace, MetricName, Name, Value] = line as string[];
      const Metric = { Namespace, MetricName, Dimensions: [{ Name, Value }] };
      return { Id: `m${i}`, MetricStat: { Metric, Period: 60, Stat: drawn.stat } };
    });
    const EndTime = new Date();
    const StartTime = new Date(EndTime.getTime() - 3_600_000);
    const asked = new cloudwatch.GetMetricDataCommand({ MetricDataQueries: queries, StartTime, EndTime });
    expect((await root.send(asked)).Messages).toEqual([]);
  }
  const text = JSON.stringify(body);
  for (const name of ['numRecordsInPerSecond', 'millisBehindLatest', 'lastCheckpointDuration', 'numberOfFailedCheckpoints'])
    expect(text).toContain(name);
  expect([text.includes(`"${restarts}"`), text.includes('"log"')]).toEqual([true, logGroup !== undefined]);
  const places = body.widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
  );
  expect(new Set(places).size).toBe(places.length);
});

test('names are told apart', () => {
  expect(dashboardName('app')).toBe('flink-app');
  expect(new Set(['a.b', 'a_b', 'a.b.c', 'a_b.c'].map(dashboardName)).size).toBe(4);
  expect(dashboardName('a.b')).toMatch(/^[\w-]+$/);
});
