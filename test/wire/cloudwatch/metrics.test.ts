// biome-ignore-all lint/suspicious/noTemplateCurlyInString: dynamic labels are written so
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, type Served, serve, USER } from './served.ts';

let served: Served;
let root: cloudwatch.CloudWatchClient;
let user: cloudwatch.CloudWatchClient;
beforeAll(async () => {
  served = await serve();
  const config = { endpoint: served.endpoint, region: 'us-east-1', maxAttempts: 1 };
  root = new cloudwatch.CloudWatchClient({ ...config, credentials: ROOT });
  user = new cloudwatch.CloudWatchClient({ ...config, credentials: USER });
});
afterAll(async () => {
  root.destroy();
  user.destroy();
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
const values = async (...queries: cloudwatch.MetricDataQuery[]) =>
  (await get(...queries)).MetricDataResults?.map((each) => each.Values);

/** `Code (status): sentence` of the error a call ends with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    const { name, message, $metadata } = thrown as cloudwatch.CloudWatchServiceException;
    return `${name} (${$metadata.httpStatusCode}): ${message}`;
  }
  return 'nothing was refused';
}

describe('putting and reading', () => {
  // aws: recorded in LocalStack's snapshots, test_get_metric_data_different_units_no_unit_in_query
  test('of several units, asked for none, the first of AWS’s order is answered, and the answer says so', async () => {
    const Timestamp = minute(3);
    await put('units', { MetricName: 'm', Timestamp, Value: 60, Unit: 'Seconds' });
    await put('units', { MetricName: 'm', Timestamp, Value: 60_000, Unit: 'Milliseconds' });
    const one = async () => (await get({ Id: 'm', ...stat('units', 'm', 'Sum') })).MetricDataResults?.[0];
    const messages = (Value: string) => [{ Code: 'MultipleUnits', Value }];
    expect(await one()).toMatchObject({
      Values: [60_000],
      Messages: messages("Multiple units returned: '[Milliseconds, Seconds]'"),
    });
    await put('units', { MetricName: 'm', Timestamp, Value: 5, Unit: 'Count' });
    expect(await one()).toMatchObject({
      Values: [5],
      Messages: messages("Multiple units returned: '[Count, Milliseconds, Seconds]'"),
    });
    const sum = { Id: 'e', Expression: 'm * 1' };
    expect(
      (await get({ Id: 'm', ...stat('units', 'm', 'Sum'), ReturnData: false }, sum)).MetricDataResults?.[0]?.Messages,
    ).toBeUndefined();
  });

  test('values, counts and statistic sets add up', async () => {
    const Timestamp = minute(3);
    await put('sum', { MetricName: 'm', Timestamp, Value: 4, Unit: 'Bytes' });
    await put(
      'sum',
      { MetricName: 'm', Timestamp, Values: [1, 2], Counts: [3, 1], Unit: 'Bytes' },
      { MetricName: 'm', Timestamp, StatisticValues: { SampleCount: 2, Sum: 10, Minimum: 0.5, Maximum: 9.5 }, Unit: 'Bytes' },
    );
    const { Datapoints, Label } = await root.send(
      new cloudwatch.GetMetricStatisticsCommand({
        ...between,
        Namespace: 'sum',
        MetricName: 'm',
        Period: 60,
        Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average'],
      }),
    );
    expect(Label).toBe('m');
    expect(Datapoints).toEqual([
      { Timestamp, Unit: 'Bytes', SampleCount: 7, Sum: 19, Minimum: 0.5, Maximum: 9.5, Average: 19 / 7 },
    ]);
  });

  test('percentiles are of the values', async () => {
    const Values = Array.from({ length: 100 }, (_, i) => i + 1);
    await put('p', { MetricName: 'm', Timestamp: minute(2), Values });
    expect(await values({ Id: 'a', ...stat('p', 'm', 'p99') }, { Id: 'b', ...stat('p', 'm', 'p50') })).toEqual([[99], [50]]);
    const { Datapoints } = await root.send(
      new cloudwatch.GetMetricStatisticsCommand({
        ...between,
        Namespace: 'p',
        MetricName: 'm',
        Period: 60,
        ExtendedStatistics: ['p90', 'p99.9'],
      }),
    );
    expect(Datapoints?.[0]?.ExtendedStatistics).toEqual({ p90: 90, 'p99.9': 100 });
  });

  test('high resolution is read by the second', async () => {
    const at = minute(1).getTime();
    for (const [second, Value] of [
      [0, 1],
      [5, 2],
      [9, 3],
      [10, 4],
    ] as const) {
      await put('hi', { MetricName: 'm', Timestamp: new Date(at + second * 1000), Value, StorageResolution: 1 });
    }
    expect(await values({ Id: 'a', ...stat('hi', 'm', 'Sum', 10) }, { Id: 'b', ...stat('hi', 'm', 'Sum', 60) })).toEqual([
      [6, 4],
      [10],
    ]);
  });

  test('metrics are told apart by dimensions, in any order, and by unit', async () => {
    const [one, two] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ];
    const Timestamp = minute(2);
    await put('d', { MetricName: 'm', Timestamp, Value: 1 }, { MetricName: 'm', Timestamp, Value: 5, Dimensions: [one, two] });
    await put(
      'd',
      { MetricName: 'm', Timestamp, Value: 7, Dimensions: [two, one] },
      { MetricName: 'm', Timestamp, Value: 9, Unit: 'Count' },
    );
    const of = (Dimensions: cloudwatch.Dimension[], Unit?: cloudwatch.StandardUnit) => ({
      MetricStat: { Metric: { Namespace: 'd', MetricName: 'm', Dimensions }, Period: 60, Stat: 'Sum', Unit },
    });
    expect(await values({ Id: 'a', ...of([one, two]) }, { Id: 'b', ...of([], 'Count') }, { Id: 'c', ...of([one]) })).toEqual([
      [12],
      [9],
      [],
    ]);
    const list = async (input: cloudwatch.ListMetricsCommandInput) =>
      (await root.send(new cloudwatch.ListMetricsCommand(input))).Metrics;
    expect(await list({ Namespace: 'd', Dimensions: [{ Name: 'b' }] })).toEqual([
      { Namespace: 'd', MetricName: 'm', Dimensions: [one, two] },
    ]);
    expect(await list({ Namespace: 'd', RecentlyActive: 'PT3H' })).toHaveLength(2);
    expect(await list({ Namespace: 'd', Dimensions: [{ Name: 'b', Value: '3' }] })).toEqual([]);
  });

  test('a large request comes packed', async () => {
    const Dimensions = [{ Name: 'filler', Value: 'x'.repeat(1000) }];
    const data = Array.from({ length: 40 }, (_, i) => ({ MetricName: `m${i}`, Timestamp: minute(1), Value: i, Dimensions }));
    await put('packed', ...data);
    const { Metrics } = await root.send(new cloudwatch.ListMetricsCommand({ Namespace: 'packed' }));
    expect(Metrics).toHaveLength(40);
  });

  test('pages hold as many data points as wanted', async () => {
    await put('pages', ...[5, 4, 3].map((ago) => ({ MetricName: 'm', Timestamp: minute(ago), Value: ago })));
    const input = { ...between, MetricDataQueries: [{ Id: 'a', ...stat('pages', 'm', 'Sum') }], MaxDatapoints: 2 };
    const first = await root.send(new cloudwatch.GetMetricDataCommand(input));
    expect(first.MetricDataResults).toEqual([
      { Id: 'a', Label: 'm', Timestamps: [minute(3), minute(4)], Values: [3, 4], StatusCode: 'PartialData' },
    ]);
    const second = await root.send(new cloudwatch.GetMetricDataCommand({ ...input, NextToken: first.NextToken }));
    expect(second.MetricDataResults?.map(({ Values, StatusCode }) => [Values, StatusCode])).toEqual([[[5], 'Complete']]);
    expect(second.NextToken).toBeUndefined();
  });

  test('metric math', async () => {
    await put(
      'math',
      ...[
        [5, 10],
        [4, 40],
        [2, 20],
      ].map(([ago = 0, Value]) => ({ MetricName: 'm', Timestamp: minute(ago), Value })),
    );
    const m1 = { Id: 'm1', ReturnData: false, ...stat('math', 'm', 'Sum') };
    const e = (Expression: string) => ({ Id: 'e', Expression });
    expect(await values(m1, e('m1/4 + 2*m1'))).toEqual([[22.5, 90, 45]]);
    expect(await values(m1, e('RATE(m1)'))).toEqual([[0.5, -20 / 120]]);
    expect(await values(m1, e('m1 - MIN(m1)'))).toEqual([[0, 30, 10]]);
    expect((await get(m1, e('FILL(m1, 0)'))).MetricDataResults?.[0]?.Label).toBe('e');
    expect(await values(m1, e('FILL(m1, REPEAT)'))).toEqual([[10, 40, 40, 20, 20, 20]]);
  });
});

describe('refusals, in words', () => {
  test('namespaces that begin with AWS/ are AWS’s', async () => {
    const datum = { MetricName: 'm', Value: 1 };
    const said = 'InvalidParameterValueException (400): The value AWS/ for parameter Namespace is invalid.';
    expect(await refusal(put('AWS/KinesisAnalytics', datum))).toBe(said);
    expect(await refusal(put('AWS/Own', datum))).toBe(said);
    expect(await refusal(put('AWSOME/aws/', datum))).toBe('nothing was refused');
  });

  const datum = (more: object): cloudwatch.MetricDatum => ({ MetricName: 'm', ...more });
  test.each<[string, object, string]>([
    [
      'both',
      { Value: 1, Values: [1] },
      'InvalidParameterCombinationException (400): The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
    ],
    [
      'counts',
      { Values: [1, 2], Counts: [1] },
      'InvalidParameterValueException (400): The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    ],
    [
      'old',
      { Value: 1, Timestamp: minute(60 * 24 * 15) },
      'InvalidParameterValueException (400): The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.',
    ],
    [
      'future',
      { Value: 1, Timestamp: minute(-130) },
      'InvalidParameterValueException (400): The parameter MetricData.member.1.Timestamp must specify a time at most two hours in the future.',
    ],
    [
      'resolution',
      { Value: 1, StorageResolution: 300 },
      'InvalidParameterValueException (400): The parameter MetricData.member.1.StorageResolution must be a value in the set [ 1, 60 ].',
    ],
    [
      'nothing',
      {},
      'MissingRequiredParameterException (400): One of MetricData.member.1.Value, MetricData.member.1.Values and MetricData.member.1.StatisticValues must be specified.',
    ],
    [
      'NaN',
      { Value: Number.NaN },
      'InvalidParameterValueException (400): The parameter MetricData.member.1.Value must be a number between -2^360 and 2^360.',
    ],
    [
      '151 values',
      { Values: Array.from({ length: 151 }, (_, i) => i) },
      'InvalidParameterValueException (400): The collection MetricData.member.1.Values must not have a size greater than 150.',
    ],
  ])('%s', async (_name, more, sentence) => {
    expect(await refusal(put('refused', datum(more)))).toBe(sentence);
  });

  test('of queries', async () => {
    expect(await refusal(get({ Id: 'Up', ...stat('x', 'm', 'Sum') }))).toBe(
      'ValidationException (400): The value Up for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
    );
    expect(await refusal(get({ Id: 'a', ...stat('x', 'm', 'sum') }))).toBe(
      'ValidationException (400): The value for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
    );
    expect(await refusal(get({ Id: 'e', Expression: 'SELECT AVG(m) FROM x' }))).toContain('SELECT is not supported');
    expect(await refusal(get({ Id: 'e', Expression: "SEARCH('(x', 'Sum', 60)" }))).toContain('the search ends too early');
    expect(await refusal(get({ Id: 'e', ...stat('x', 'm', 'Sum'), Label: '${MEDIAN}' }))).toContain(
      'The dynamic label ${MEDIAN} is not supported',
    );
    const same = { StartTime: minute(1), EndTime: minute(1), MetricDataQueries: [{ Id: 'a', ...stat('x', 'm', 'Sum') }] };
    expect(await refusal(root.send(new cloudwatch.GetMetricDataCommand(same)))).toBe(
      'ValidationException (400): The parameter StartTime must not equal parameter EndTime.',
    );
    const many = {
      StartTime: minute(1441),
      EndTime: minute(0),
      Namespace: 'x',
      MetricName: 'm',
      Period: 60,
      Statistics: ['Sum' as const],
    };
    expect(await refusal(root.send(new cloudwatch.GetMetricStatisticsCommand(many)))).toBe(
      'InvalidParameterCombinationException (400): You have requested up to 1441 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  });

  test('of what is not built', async () => {
    expect(await refusal(root.send(new cloudwatch.ListMetricStreamsCommand({})))).toContain(
      'not supported by Millrace yet: metric streams',
    );
  });

  test('of those who may not', async () => {
    const putting = () =>
      user.send(new cloudwatch.PutMetricDataCommand({ Namespace: 'mine', MetricData: [{ MetricName: 'm', Value: 1 }] }));
    expect(await refusal(putting())).toMatch(
      /^AccessDenied\w* \(403\): User: .*eve is not authorized to perform: cloudwatch:PutMetricData/,
    );
    const only = (namespace: string) =>
      served.allow({
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': namespace } },
      });
    only('other');
    expect(await refusal(putting())).toMatch(/^AccessDenied/);
    only('mine');
    expect(await refusal(putting())).toBe('nothing was refused');
  });
});
