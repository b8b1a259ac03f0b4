// biome-ignore-all lint/suspicious/noTemplateCurlyInString: dynamic labels are written so
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, type Served, serve } from './served.ts';

let served: Served;
let root: cloudwatch.CloudWatchClient;
beforeAll(async () => {
  served = await serve();
  const config = { endpoint: served.endpoint, region: 'us-east-1', maxAttempts: 1 };
  root = new cloudwatch.CloudWatchClient({ ...config, credentials: ROOT });
});
afterAll(async () => {
  root.destroy();
  await served.close();
});

const NOW = Math.floor(Date.now() / 60_000) * 60_000;
const minute = (ago: number) => new Date(NOW - ago * 60_000);
const put = (Namespace: string, ...MetricData: cloudwatch.MetricDatum[]) =>
  root.send(new cloudwatch.PutMetricDataCommand({ Namespace, MetricData }));
const between = { StartTime: minute(10), EndTime: minute(-1) };
const stat = (Namespace: string, MetricName: string, Stat: string, Period = 60) => ({
  MetricStat: { Metric: { Namespace, MetricName }, Period, Stat },
});
const get = (...MetricDataQueries: cloudwatch.MetricDataQuery[]) =>
  root.send(new cloudwatch.GetMetricDataCommand({ ...between, MetricDataQueries, ScanBy: 'TimestampAscending' }));
describe('searches and labels', () => {
  // aws: recorded in LocalStack's snapshots, test_label_generation
  const sum60 = stat('labels', 'm', 'Sum');
  test.each([
    ['m Sum 60', 'm Minimum 30', stat('labels', 'm', 'Minimum', 30)],
    ['m Sum', 'm Minimum', stat('labels', 'm', 'Minimum')],
    ['m 60', 'm 30', stat('labels', 'm', 'Sum', 30)],
    ['m', 'm', sum60],
  ])('%s and %s', async (first, second, other) => {
    const hidden = { Id: 'hidden', ...stat('labels', 'm', 'Maximum', 300), ReturnData: false };
    const { MetricDataResults } = await get({ Id: 'a', ...sum60 }, { Id: 'b', ...other }, hidden);
    expect(MetricDataResults?.map(({ Label }) => Label)).toEqual([first, second]);
  });

  test('SEARCH, its labels, and functions on what it finds', async () => {
    for (const [host, Value] of [
      ['web-1', 10],
      ['web-2', 30],
      ['db-1', 20],
    ] as const) {
      await put('search', {
        MetricName: 'load',
        Timestamp: minute(2),
        Value,
        Dimensions: [
          { Name: 'host', Value: host },
          { Name: 'zone', Value: 'a' },
        ],
      });
    }
    const e = (Expression: string, Label?: string) => ({ Id: 'e', Expression, Label });
    const told = async (...queries: cloudwatch.MetricDataQuery[]) =>
      ((await get(...queries)).MetricDataResults ?? []).map(({ Id, Label, Values }) => [Id, Label, Values?.[0]]);
    const search = `SEARCH('{search,host,zone} MetricName="load" host=web', 'Sum', 60)`;
    expect(await told(e(search))).toEqual([
      ['e', 'web-1', 10],
      ['e', 'web-2', 30],
    ]);
    expect(await told(e(search, 'load of'))).toEqual([
      ['e', 'load of web-1', 10],
      ['e', 'load of web-2', 30],
    ]);
    expect(await told(e(search, "${PROP('Dim.host')}: ${MAX} (${LABEL})"))).toEqual([
      ['e', 'web-1: 10 (web-1)', 10],
      ['e', 'web-2: 30 (web-2)', 30],
    ]);
    expect(await told(e(`SORT(SEARCH('{search,host,zone}', 'Sum', 60), MAX, DESC, 1)`))).toEqual([['e', 'web-2', 30]]);
    expect(await told(e(`SUM(SEARCH('{search,zone,host} load', 'Sum', 60))`))).toEqual([['e', 'e', 60]]);
    expect(await told(e("SEARCH('{search,host} load', 'Sum', 60)"))).toEqual([]);
    const metric = { Id: 'm1', ...stat('search', 'load', 'Sum'), Label: '${LABEL} ${LAST}' };
    const dimensions = [
      { Name: 'host', Value: 'db-1' },
      { Name: 'zone', Value: 'a' },
    ];
    const of = { ...metric.MetricStat.Metric, Dimensions: dimensions };
    expect(await told({ ...metric, MetricStat: { ...metric.MetricStat, Metric: of } })).toEqual([['m1', 'load 20', 20]]);
  });
});
