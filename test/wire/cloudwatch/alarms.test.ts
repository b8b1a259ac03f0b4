import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, test } from 'vitest';
import { alarmClient, arnOf, BASE, refusal, TOPIC } from './alarm-client.ts';

const client = await alarmClient();
const { root, put, one, setState, history, describeAlarms } = client;
afterAll(() => client.close());

type Input = Partial<cloudwatch.PutMetricAlarmCommandInput>;

describe('metric alarms', () => {
  // recorded: localstack tests/aws/services/cloudwatch, test_describe_minimal_metric_alarm
  test('are described as they were put', async () => {
    await put('minimal');
    const found = await describeAlarms({ AlarmNames: ['minimal'] });
    const time = expect.any(Date);
    expect(found).toMatchObject({ CompositeAlarms: [] });
    expect(found.MetricAlarms).toEqual([
      {
        ...BASE,
        ActionsEnabled: true,
        AlarmActions: [],
        AlarmArn: arnOf('minimal'),
        AlarmConfigurationUpdatedTimestamp: time,
        AlarmName: 'minimal',
        Dimensions: [],
        InsufficientDataActions: [],
        OKActions: [],
        StateReason: 'Unchecked: Initial alarm creation',
        StateTransitionedTimestamp: time,
        StateUpdatedTimestamp: time,
        StateValue: 'INSUFFICIENT_DATA',
      },
    ]);
  });

  test('keep state and tags when they are changed', async () => {
    await put('changed', { Tags: [{ Key: 'k', Value: 'v' }] });
    await setState('changed', 'OK');
    await put('changed', { Threshold: 31, Tags: [{ Key: 'other', Value: 'v' }] });
    expect(await one('changed')).toMatchObject({ Threshold: 31, StateValue: 'OK', StateReason: 'testing alarm' });
    const { Tags } = await root.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN: arnOf('changed') }));
    expect(Tags).toEqual([{ Key: 'k', Value: 'v' }]);
    const items = await history({ AlarmName: 'changed', HistoryItemType: 'ConfigurationUpdate', ScanBy: 'TimestampAscending' });
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual(['Alarm "changed" created', 'Alarm "changed" updated']);
    expect(JSON.parse(items[0]?.HistoryData ?? '')).toMatchObject({
      version: '1.0',
      type: 'Create',
      createdAlarm: { alarmName: 'changed', threshold: 30, stateValue: 'INSUFFICIENT_DATA', actionsEnabled: true },
    });
  });

  test.each<[string, Input, string]>([
    ['a period that is none', { Period: 5 }, 'Period must be 10, 30 or a multiple of 60'],
    [
      'a search',
      {
        ...Object.fromEntries(['Namespace', 'MetricName', 'Statistic', 'Period'].map((name) => [name, undefined])),
        Metrics: [{ Id: 'e', Expression: "SEARCH('{n}', 'Sum', 60)" }],
      },
      'An alarm cannot be based on a SEARCH expression.',
    ],
    ['no period', { Period: undefined }, 'The parameter Period is required.'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Exactly one of Statistic and ExtendedStatistic must be specified.'],
    [
      'an unknown percentile',
      { Statistic: undefined, ExtendedStatistic: 'p101' },
      'The value p101 for parameter ExtendedStatistic is not supported.',
    ],
    [
      'an unknown treatment',
      { TreatMissingData: 'x' },
      'The value x is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].',
    ],
    [
      'an unknown option',
      { EvaluateLowSampleCountPercentile: 'x' },
      'Option x is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.',
    ],
    ['more datapoints than periods', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be at most EvaluationPeriods.'],
    [
      'more than a day',
      { EvaluationPeriods: 1441 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    ],
    [
      'more than a week',
      { Period: 3600, EvaluationPeriods: 169 },
      'Metrics cannot be checked across more than 7 days (EvaluationPeriods * Period must be <= 604800).',
    ],
    [
      'a band',
      { ComparisonOperator: 'GreaterThanUpperThreshold' },
      'The operator GreaterThanUpperThreshold is not supported by Millrace yet.',
    ],
    [
      'another action',
      { AlarmActions: ['arn:aws:lambda:us-east-1:012345678901:function:f'] },
      'The action arn:aws:lambda:us-east-1:012345678901:function:f is not supported by Millrace yet.',
    ],
    ['what is no ARN, told once', { AlarmActions: ['bad'], OKActions: ['bad'] }, 'The action bad is not an ARN.'],
    ['no threshold', { Threshold: undefined }, 'The parameter Threshold is required.'],
    [
      'a sliding window',
      { EvaluationWindow: { SlidingWindow: {} } },
      'The parameter EvaluationWindow is not supported by Millrace yet.',
    ],
  ])('are refused with %s', async (_, input, sentence) => {
    expect(await refusal(put('bad', input))).toBe(`ValidationException (400): ${sentence}`);
  });

  test('of expressions are checked too', async () => {
    const NONE = { MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined };
    const stat = (Period: number) => ({ Metric: { Namespace: 'n', MetricName: 'm' }, Period, Stat: 'Sum' });
    const query = (Id: string, Period: number, ReturnData = false) => ({ Id, MetricStat: stat(Period), ReturnData });
    const expression = { Id: 'e', Expression: 'a + b' };
    expect(await refusal(put('math', { ...NONE, Metrics: [query('a', 60), query('b', 120), expression] }))).toBe(
      'ValidationException (400): All of Metrics must have the same period.',
    );
    expect(await refusal(put('math', { Metrics: [query('a', 60), query('b', 60, true), expression] }))).toBe(
      [
        'ValidationException (400): The parameter MetricName cannot be given together with Metrics.',
        'The parameter Namespace cannot be given together with Metrics.',
        'The parameter Period cannot be given together with Metrics.',
        'The parameter Statistic cannot be given together with Metrics.',
        'Exactly one of Metrics must have ReturnData true.',
      ].join('\n'),
    );
    const Metrics = [query('a', 60), query('b', 60), expression];
    await put('math', { ...NONE, Metrics });
    expect(await one('math')).toMatchObject({ Metrics });
    expect(await one('math')).not.toHaveProperty('Dimensions');
  });

  test('are found by metric, prefix, state and action, in pages', async () => {
    const Dimensions = [
      { Name: 'x', Value: '1' },
      { Name: 'y', Value: '2' },
    ];
    await put('find-1', { Dimensions, AlarmActions: [TOPIC] });
    await put('find-2', { MetricName: 'other' });
    await put('find-3', { Dimensions: [...Dimensions].reverse(), Period: 300 });
    const forMetric = async (more: Partial<cloudwatch.DescribeAlarmsForMetricCommandInput>) => {
      const input = { Namespace: 'n', MetricName: 'm', Dimensions, ...more };
      const { MetricAlarms } = await root.send(new cloudwatch.DescribeAlarmsForMetricCommand(input));
      return MetricAlarms?.map(({ AlarmName }) => AlarmName);
    };
    expect(await forMetric({})).toEqual(['find-1', 'find-3']);
    expect(await forMetric({ Period: 300 })).toEqual(['find-3']);
    expect(await forMetric({ Dimensions: [{ Name: 'x', Value: '1' }] })).toEqual([]);
    const names = async (input: cloudwatch.DescribeAlarmsCommandInput) =>
      (await describeAlarms({ AlarmNamePrefix: 'find-', ...input })).MetricAlarms?.map(({ AlarmName }) => AlarmName);
    expect(await names({})).toEqual(['find-1', 'find-2', 'find-3']);
    expect(await names({ ActionPrefix: 'arn:aws:sns' })).toEqual(['find-1']);
    expect(await names({ StateValue: 'ALARM' })).toEqual([]);
    const first = await describeAlarms({ AlarmNamePrefix: 'find-', MaxRecords: 2 });
    expect(first.MetricAlarms).toHaveLength(2);
    expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['find-3']);
    expect(await refusal(describeAlarms({ NextToken: 'x' }))).toBe('InvalidNextToken (400): The specified nextToken is invalid.');
  });
});
