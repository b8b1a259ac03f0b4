import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, test } from 'vitest';
import { alarmClient, arnOf, BASE, refusal, TOPIC } from './alarm-client.ts';
import { ACCOUNT } from './served.ts';

const client = await alarmClient();
const { root, user, served, notices, put, compose, one, setState, remove, history, describeAlarms } = client;
afterAll(() => client.close());

describe('states', () => {
  // recorded: localstack tests/aws/services/cloudwatch, test_set_alarm
  test('set by hand are told, with their history and actions', async () => {
    const AlarmActions = [TOPIC, `${TOPIC}:closed`];
    await put('hand', { AlarmActions, AlarmDescription: 'why', Unit: 'Percent', Dimensions: [{ Name: 'i', Value: '1' }] });
    await setState('hand', 'ALARM', '{"a":1.0}');
    await expect.poll(() => history({ AlarmName: 'hand', HistoryItemType: 'Action' })).toHaveLength(2);
    const [update] = await history({ AlarmName: 'hand', HistoryItemType: 'StateUpdate' });
    expect(update).toMatchObject({
      AlarmType: 'MetricAlarm',
      HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM',
      HistoryData:
        '{"version":"1.0","oldState":{"stateValue":"INSUFFICIENT_DATA","stateReason":"Unchecked: Initial alarm creation"},"newState":{"stateValue":"ALARM","stateReason":"testing alarm","stateReasonData":{"a":1.0}}}',
    });
    const actions = await history({ AlarmName: 'hand', HistoryItemType: 'Action', ScanBy: 'TimestampAscending' });
    expect(actions.map(({ HistorySummary }) => HistorySummary)).toEqual([
      `Successfully executed action ${TOPIC}`,
      `Failed to execute action ${TOPIC}:closed. Received error: "no"`,
    ]);
    const notice = notices.find(({ alarmArn }) => alarmArn === arnOf('hand'));
    expect(notice).toMatchObject({ topicArn: TOPIC, subject: 'ALARM: "hand" in US East (N. Virginia)' });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(JSON.parse(notice?.message ?? '')).toEqual({
      AWSAccountId: ACCOUNT,
      AlarmActions,
      AlarmArn: arnOf('hand'),
      AlarmConfigurationUpdatedTimestamp: time,
      AlarmDescription: 'why',
      AlarmName: 'hand',
      InsufficientDataActions: [],
      NewStateReason: 'testing alarm',
      NewStateValue: 'ALARM',
      OKActions: [],
      OldStateValue: 'INSUFFICIENT_DATA',
      Region: 'US East (N. Virginia)',
      StateChangeTime: time,
      Trigger: {
        ComparisonOperator: 'GreaterThanThreshold',
        Dimensions: [{ name: 'i', value: '1' }],
        EvaluateLowSampleCountPercentile: '',
        EvaluationPeriods: 1,
        MetricName: 'm',
        Namespace: 'n',
        Period: 60,
        Statistic: 'SUM',
        StatisticType: 'Statistic',
        Threshold: 30,
        TreatMissingData: '',
        Unit: 'Percent',
      },
    });
  });

  test('are refused in the words that were recorded', async () => {
    await put('words');
    expect(await refusal(setState('nobody', 'OK'))).toMatch(/^ResourceNotFound \(404\)/);
    expect(await refusal(setState('words', 'INVALID' as 'OK'))).toContain(
      "ValidationException (400): 1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [",
    );
    expect(await refusal(setState('words', 'OK', 'no json'))).toBe('InvalidFormatFault (400): Unknown');
  });

  test('call for nothing while actions are off', async () => {
    await put('off', { AlarmActions: [TOPIC], OKActions: [TOPIC] });
    await root.send(new cloudwatch.DisableAlarmActionsCommand({ AlarmNames: ['off', 'nobody'] }));
    expect(await one('off')).toMatchObject({ ActionsEnabled: false });
    await setState('off', 'ALARM');
    await root.send(new cloudwatch.EnableAlarmActionsCommand({ AlarmNames: ['off'] }));
    expect(await one('off')).toMatchObject({ ActionsEnabled: true });
    await setState('off', 'OK');
    await expect.poll(() => history({ AlarmName: 'off', HistoryItemType: 'Action' })).toHaveLength(1);
    expect(notices.filter(({ alarmArn }) => alarmArn === arnOf('off')).map(({ subject }) => subject)).toEqual([
      'OK: "off" in US East (N. Virginia)',
    ]);
  });

  test('have a history in pages', async () => {
    await put('paged');
    for (const state of ['ALARM', 'OK', 'ALARM'] as const) await setState('paged', state);
    const ask = (NextToken?: string) =>
      root.send(new cloudwatch.DescribeAlarmHistoryCommand({ AlarmName: 'paged', MaxRecords: 3, NextToken }));
    const first = await ask();
    expect(first.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
    ]);
    const second = await ask(first.NextToken);
    expect(second.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual(['Alarm "paged" created']);
    expect(second.NextToken).toBeUndefined();
    expect(await history({ AlarmName: 'paged', StartDate: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await history({ AlarmName: 'paged', AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  });
});

describe('composite alarms', () => {
  test('follow the alarms of their rule', async () => {
    await put('child 1');
    await put('child-2');
    const AlarmRule = `ALARM("child 1") OR ALARM("${arnOf('child-2')}")`;
    await compose('parent', AlarmRule, { AlarmDescription: 'd', Tags: [{ Key: 'a', Value: 'b' }] });
    const state = async () =>
      (await describeAlarms({ AlarmNames: ['parent'], AlarmTypes: ['CompositeAlarm'] })).CompositeAlarms?.[0];
    expect(await state()).toMatchObject({
      AlarmRule,
      AlarmDescription: 'd',
      StateValue: 'OK',
      StateReason: `${arnOf('parent')} was created and its alarm rule evaluates to OK`,
    });
    await setState('child-2', 'ALARM');
    expect(await state()).toMatchObject({ StateValue: 'ALARM' });
    expect((await describeAlarms({ AlarmNames: ['parent'] })).CompositeAlarms).toEqual([]);
    const relatives = async (input: cloudwatch.DescribeAlarmsCommandInput) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await describeAlarms(input);
      return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
    };
    expect(await relatives({ ChildrenOfAlarmName: 'parent' })).toEqual(['child 1', 'child-2']);
    expect(await relatives({ ParentsOfAlarmName: 'child 1' })).toEqual(['parent']);
    expect(await refusal(remove('child-2'))).toBe(
      'ValidationException (400): Cannot delete child-2 as there are composite alarm(s) depending on it.',
    );
    expect(await refusal(remove('child 1', 'child-2'))).toBe(
      'ValidationException (400): Cannot delete child 1,child-2 as there are composite alarm(s) depending on them.',
    );
    await compose('grandparent', 'OK(parent)');
    expect(await refusal(remove('parent', 'grandparent'))).toBe(
      'ValidationException (400): Only one composite alarm can be deleted at a time.',
    );
    await remove('grandparent');
    await remove('parent', 'child-2');
    expect(await relatives({ ParentsOfAlarmName: 'child 1' })).toEqual([]);
  });

  test('are refused where they cannot be', async () => {
    expect(await refusal(compose('c', 'ALARM(gone) OR OK(away)'))).toBe(
      'ValidationException (400): Could not save the composite alarm as alarms [gone, away] in the alarm rule do not exist',
    );
    expect(await refusal(compose('c', 'ALARM(gone'))).toBe(
      'ValidationException (400): Error in AlarmRule: the rule ends too early',
    );
    expect(await refusal(compose('c', 'TRUE', { ActionsSuppressor: 'x' }))).toBe(
      'ValidationException (400): The parameter ActionsSuppressor is not supported by Millrace yet.',
    );
  });
});

describe('what belongs to alarms', () => {
  // recorded: localstack tests/aws/services/cloudwatch, test_tagging_metric_alarm
  test('tags', async () => {
    const ResourceARN = arnOf('tagged');
    const tags = async () => (await root.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN }))).Tags;
    const tag = (...Tags: cloudwatch.Tag[]) => root.send(new cloudwatch.TagResourceCommand({ ResourceARN, Tags }));
    expect(await refusal(tag({ Key: 'a', Value: 'b' }))).toBe(`ResourceNotFoundException (404): There is no ${ResourceARN}.`);
    await put('tagged', { Tags: [{ Key: 'Environment', Value: 'Production' }] });
    await tag({ Key: 'tag1', Value: 'foo' }, { Key: 'tag2', Value: 'bar' });
    await root.send(new cloudwatch.UntagResourceCommand({ ResourceARN, TagKeys: ['tag1'] }));
    expect(await tags()).toEqual([
      { Key: 'Environment', Value: 'Production' },
      { Key: 'tag2', Value: 'bar' },
    ]);
    const many = Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    expect(await refusal(tag(...many))).toBe('InvalidParameterValueException (400): A resource can have at most 50 tags.');
    await remove('tagged');
    expect(await tags()).toEqual([]);
    expect(await refusal(root.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN: 'x' })))).toBe(
      'InvalidParameterValueException (400): The parameter ResourceARN must be the ARN of an alarm or a dashboard; x is not.',
    );
  });

  test('deleting is all or nothing', async () => {
    await put('gone-1');
    expect(await refusal(remove('gone-1', 'nobody'))).toMatch(/^ResourceNotFound \(404\)/);
    expect(await one('gone-1')).toBeDefined();
    await remove('gone-1');
    expect(await one('gone-1')).toBeUndefined();
  });

  test('rights are on the alarm', async () => {
    served.allow({ Action: 'cloudwatch:PutMetricAlarm', Resource: arnOf('mine-*') });
    const as = (AlarmName: string) => user.send(new cloudwatch.PutMetricAlarmCommand({ AlarmName, ...BASE }));
    await as('mine-1');
    expect(await refusal(as('yours'))).toContain(`cloudwatch:PutMetricAlarm on resource: ${arnOf('yours')}`);
    expect(await refusal(user.send(new cloudwatch.DescribeAlarmsCommand({})))).toContain(`on resource: ${arnOf('*')}`);
  });
});
