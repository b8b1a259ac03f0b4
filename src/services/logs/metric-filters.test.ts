import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricTransformation } from '#api/logs';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

let logs: TestLogs;
const G = { logGroupName: 'g' };

beforeEach(async () => {
  logs = await openTestLogs();
  await logs.ask('CreateLogGroup', G);
  await logs.ask('CreateLogStream', { ...G, logStreamName: 's' });
});
afterEach(() => logs.close());

const metric = (more: Partial<MetricTransformation> = {}): MetricTransformation => ({
  metricNamespace: 'App',
  metricName: 'Errors',
  metricValue: '1',
  ...more,
});
const filter = (filterPattern: string, more: Partial<MetricTransformation> = {}, filterName = 'f') => ({
  ...G,
  filterName,
  filterPattern,
  metricTransformations: [metric(more)],
});
const put = (filterPattern: string, more: Partial<MetricTransformation> = {}, filterName?: string) =>
  logs.ask('PutMetricFilter', filter(filterPattern, more, filterName));
const refusal = (filterPattern: string, more: Partial<MetricTransformation>) =>
  logs.refusal('PutMetricFilter', filter(filterPattern, more));
const seen = () =>
  logs.published.map(({ name, at, dimensions, values }) => ({ name, at: at - NOW, dimensions, values: [...values] }));

describe('publishing', () => {
  it('counts what matches, by the minute of the event', async () => {
    await put('ERROR', { unit: 'Count' });
    await logs.put('g', 's', NOW - 1, 'ERROR 1', 'ERROR 2', 'fine', 'ERROR 3');
    expect(seen()).toEqual([
      { name: 'Errors', at: -60_000, dimensions: {}, values: [[1, 1]] },
      { name: 'Errors', at: 0, dimensions: {}, values: [[1, 2]] },
    ]);
    expect(logs.published[0]).toMatchObject({ namespace: 'App', unit: 'Count' });
  });

  it('takes values and dimensions from fields of JSON', async () => {
    await put('{ $.latency = * }', { metricValue: '$.latency', dimensions: { Code: '$.code' } });
    await logs.put('g', 's', NOW, '{"latency":5,"code":200}', '{"latency":"7","code":200}', '{"latency":5,"code":500}');
    await logs.put('g', 's', NOW, '{"latency":5}', '{"latency":"slow","code":200}', 'latency');
    expect(seen()).toEqual([
      {
        name: 'Errors',
        at: 0,
        dimensions: { Code: '200' },
        values: [
          [5, 1],
          [7, 1],
        ],
      },
      { name: 'Errors', at: 0, dimensions: { Code: '500' }, values: [[5, 1]] },
    ]);
  });

  it('takes values and dimensions from columns', async () => {
    await put('[ip, ..., status = 4*, size]', { metricValue: '$size', dimensions: { Status: '$status', Ip: '$1' } });
    await logs.put('g', 's', NOW, '10.0.0.1 - [now] "GET /" 404 1534', '10.0.0.1 - 200 9');
    expect(seen()).toEqual([{ name: 'Errors', at: 0, dimensions: { Status: '404', Ip: '10.0.0.1' }, values: [[1534, 1]] }]);
  });

  it('gives the default value once for a minute in which events came and none matched', async () => {
    await put('ERROR', { defaultValue: 0 });
    await logs.put('g', 's', NOW, 'fine');
    await logs.put('g', 's', NOW, 'fine too');
    await logs.clock.advance(59_000);
    expect(seen()).toEqual([]);
    await logs.clock.advance(61_000); // a minute without events in between: nothing is told of it
    expect(seen()).toEqual([{ name: 'Errors', at: 0, dimensions: {}, values: [[0, 1]] }]);
    logs.published.length = 0;
    await logs.put('g', 's', NOW + 120_000, 'fine');
    await logs.put('g', 's', NOW + 120_000, 'ERROR');
    await logs.put('g', 's', NOW + 120_000, 'fine');
    await logs.clock.advance(120_000);
    expect(seen()).toEqual([{ name: 'Errors', at: 120_000, dimensions: {}, values: [[1, 1]] }]);
  });

  it('ends with the filter, and follows its changes and its group', async () => {
    await put('ERROR');
    await logs.put('g', 's', NOW, 'ERROR', 'WARN');
    await put('WARN', { metricName: 'Warnings' });
    await logs.put('g', 's', NOW, 'ERROR', 'WARN');
    await logs.ask('DeleteMetricFilter', { ...G, filterName: 'f' });
    await logs.put('g', 's', NOW, 'ERROR', 'WARN');
    expect(seen().map(({ name }) => name)).toEqual(['Errors', 'Warnings']);
    await put('ERROR');
    await logs.ask('DeleteLogGroup', G);
    await logs.ask('CreateLogGroup', G);
    expect((await logs.ask('DescribeMetricFilters', G)).metricFilters).toEqual([]);
  });

  it('goes on after a restart', async () => {
    await put('ERROR');
    await logs.reopen();
    await logs.put('g', 's', NOW, 'ERROR');
    expect(seen()).toHaveLength(1);
  });
});

describe('filters', () => {
  it('are described as they were put, a page at a time', async () => {
    await put('ERROR', { defaultValue: 0 }, 'a');
    await put('WARN', { metricName: 'Warnings' }, 'b');
    await logs.clock.advance(5);
    await put('FATAL', {}, 'a');
    const { metricFilters, nextToken } = await logs.ask('DescribeMetricFilters', { ...G, limit: 1 });
    // recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_metric_filters.snapshot.json
    expect(metricFilters).toEqual([{ ...filter('FATAL', {}, 'a'), creationTime: NOW, applyOnTransformedLogs: false }]);
    const names = async (input: object) =>
      (await logs.ask('DescribeMetricFilters', input)).metricFilters?.map(({ filterName }) => filterName);
    expect((await logs.ask('DescribeLogGroups', {})).logGroups?.[0]?.metricFilterCount).toBe(2);
    expect(await names({ ...G, nextToken })).toEqual(['b']);
    expect(await names({ filterNamePrefix: 'b' })).toEqual(['b']);
    expect(await names({ metricName: 'Warnings', metricNamespace: 'App' })).toEqual(['b']);
    expect(await names({ metricName: 'Warnings', metricNamespace: 'Other' })).toEqual([]);
  });

  // — recorded, radkawar/stackd logs/metric_filters.json
  it('of a group have regular expressions five times at most', async () => {
    for (let i = 0; i < 5; i++) await put(`%a${i}%`, {}, `f${i}`);
    await put('plain', {}, 'plain');
    expect(await logs.refusal('PutMetricFilter', filter('%b%', {}, 'f5'))).toBe(
      'LimitExceededException: Resource limit exceeded.',
    );
    await put('%b%', {}, 'f0');
    await logs.ask('DeleteMetricFilter', { ...G, filterName: 'f0' });
    await put('%b%', {}, 'f5');
  });

  it('are refused where AWS refuses them', async () => {
    const invalid = 'InvalidParameterException: ';
    expect(await refusal('{ $.a = 1 }', { defaultValue: 0, dimensions: { A: '$.a' } })).toBe(
      `${invalid}Invalid metric transformation: dimensions and default value are mutually exclusive properties`,
    );
    expect(await refusal('ERROR', { dimensions: { A: '$.a' } })).toBe(
      `${invalid}The specified filter pattern does not support dimensions`,
    );
    expect(await refusal('{ $.a = 1 }', { dimensions: { A: '$.a', B: '$.b', C: '$.c', D: '$.d' } })).toBe(
      `${invalid}Number of dimensions exceeds the maximum number of dimensions supported per metric filter`,
    );
    for (const selector of ['literal', '$.a[*].b'])
      expect(await refusal('{ $.a = 1 }', { dimensions: { A: selector } })).toBe(
        `${invalid}Invalid metric transformation: dimension value must be valid selector`,
      );
    expect(await refusal('ERROR', { metricNamespace: 'AWS/Kinesis' })).toContain('must not begin with AWS/');
    // — recorded, radkawar/stackd logs/metric_filters.json and metric_filter_extractors.json; a column that is not there is no mistake
    for (const [pattern, metricValue] of [
      ['ERROR', '$.a'],
      ['ERROR', 'many'],
      ['{ $.a = 1 }', '$.a[*].b'],
    ] as const)
      expect(await refusal(pattern, { metricValue })).toBe(
        `${invalid}Invalid metric transformation: metric value ${metricValue} must be a valid number`,
      );
    await put('[a, b]', { metricValue: '$c' });
    expect(await refusal('a:b', {})).toContain('Invalid character(s)');
    const transformed = { ...filter('ERROR'), applyOnTransformedLogs: true };
    expect(await logs.refusal('PutMetricFilter', transformed)).toContain('transformed logs');
    const ofFields = { ...filter('ERROR'), emitSystemFieldDimensions: ['@aws.account'] };
    expect(await logs.refusal('PutMetricFilter', ofFields)).toContain('system fields');
    // — recorded, radkawar/stackd logs/metric_filters.json
    for (const input of [{ metricName: 'a' }, { ...G, metricName: 'a', metricNamespace: 'b' }])
      expect(await logs.refusal('DescribeMetricFilters', input)).toContain(
        'Describe Metric Filters request must contain either logGroupName or metricName and metricNamespace',
      );
    expect(await logs.refusal('DescribeMetricFilters', { ...G, nextToken: 'x' })).toContain(
      'Pagination token in request is invalid. Only token from previous list call or null is valid.',
    );
    expect(await logs.refusal('DeleteMetricFilter', { ...G, filterName: 'x' })).toBe(
      'ResourceNotFoundException: The specified metric filter does not exist.',
    );
    expect(await logs.refusal('PutMetricFilter', { ...filter('x'), logGroupName: 'h' })).toBe(
      'ResourceNotFoundException: The specified log group does not exist.',
    );
  });

  it('are a hundred per group at most', async () => {
    for (let i = 0; i < 100; i++) await put('ERROR', {}, `f${i}`);
    expect(await logs.refusal('PutMetricFilter', filter('ERROR', {}, 'more'))).toBe(
      'LimitExceededException: Resource limit exceeded.',
    );
    await put('WARN', {}, 'f0');
  });
});

// examples of the User Guide, "Using filter patterns to match terms in space-delimited log events", and of JSON
it('TestMetricFilter shows what a pattern takes out of messages', async () => {
  const line = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
  const test = async (filterPattern: string, ...logEventMessages: string[]) =>
    (await logs.ask('TestMetricFilter', { filterPattern, logEventMessages })).matches;
  expect(await test('[..., size]', line)).toEqual([
    {
      eventNumber: 1,
      eventMessage: line,
      extractedValues: {
        $1: '127.0.0.1',
        $2: '-',
        $3: 'frank',
        $4: '10/Oct/2000:13:25:15 -0700',
        $5: 'GET /index.html HTTP/1.0',
        $6: '404',
        $size: '1534',
      },
    },
  ]);
  const json = '{"eventType":"UpdateTrail","n":{"a":[1]}}';
  expect(await test('{ $.eventType = "UpdateTrail" && $.n.a[0] = 1 || $.gone = 1 }', '{"a":1}', json)).toEqual([
    { eventNumber: 2, eventMessage: json, extractedValues: {} },
  ]);
  expect(await test('ERROR', 'fine', 'an ERROR')).toEqual([{ eventNumber: 2, eventMessage: 'an ERROR', extractedValues: {} }]);
});
