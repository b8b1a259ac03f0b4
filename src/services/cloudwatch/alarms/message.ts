import type { MetricDataQuery, StateValue } from '#api/cloudwatch';
import { parseArn } from '#core';
import { instant } from './reason.ts';
import { type AlarmRow, actionsOf, type MetricAlarmRow } from './rows.ts';

/** aws: notifications name the region as people do — observed in public alarm notifications; names from botocore's endpoints.json */
const REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'sa-east-1': 'South America (Sao Paulo)',
};

export interface Notification {
  readonly subject: string;
  readonly message: string;
}

/**
 * aws: what a topic gets of a change of state — recorded in localstack tests/aws/services/cloudwatch, test_set_alarm and
 * test_trigger_composite_alarm, and observed in public notifications of composite alarms
 * @param triggering the alarms that made a composite alarm change; none where its state was set by hand
 */
export function notificationOf(alarm: AlarmRow, before: StateValue, triggering: readonly AlarmRow[]): Notification {
  const { account = '', region = '' } = parseArn(alarm.arn) ?? {};
  const { settings } = alarm;
  const place = REGIONS[region] ?? region;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: settings.AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: instant(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: instant(alarm.stateAt),
    Region: place,
    AlarmArn: alarm.arn,
    OldStateValue: before,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    ...(alarm.kind === 'MetricAlarm'
      ? { Trigger: triggerOf(alarm.settings) }
      : { AlarmRule: alarm.settings.AlarmRule, TriggeringChildren: triggering.map(childOf) }),
  };
  return { subject: subjectOf(alarm, place), message: JSON.stringify(message) };
}

const childOf = ({ arn, state, stateAt }: AlarmRow): object => ({
  Arn: arn,
  State: { Value: state, Timestamp: instant(stateAt) },
});

/** aws: a subject has at most 100 characters — API reference of SNS, Publish */
const subjectOf = ({ state, name }: AlarmRow, place: string): string => `${state}: "${name}" in ${place}`.slice(0, 100);

function triggerOf(settings: MetricAlarmRow['settings']): object {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions, Period, Metrics } = settings;
  const common = {
    EvaluationPeriods: settings.EvaluationPeriods,
    ...(settings.DatapointsToAlarm !== undefined && { DatapointsToAlarm: settings.DatapointsToAlarm }),
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    TreatMissingData: settings.TreatMissingData ?? '',
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? '',
  };
  if (Metrics) return { ...common, Metrics: Metrics.map(queryOf) };
  return {
    MetricName,
    Namespace,
    ...(Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: SHOUTED[Statistic] }),
    Unit: Unit ?? null,
    Dimensions: (Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    Period,
    ...common,
  };
}

const SHOUTED = { Average: 'AVERAGE', Sum: 'SUM', Minimum: 'MINIMUM', Maximum: 'MAXIMUM', SampleCount: 'SAMPLE_COUNT' } as const;

function queryOf({ Id, Expression, Label, MetricStat: stat, ReturnData = true, Period }: MetricDataQuery): object {
  const { MetricName, Namespace, Dimensions = [] } = stat?.Metric ?? {};
  const metric = { Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })), MetricName, Namespace };
  const MetricStat = stat && { Metric: metric, Period: stat.Period, Stat: stat.Stat, ...(stat.Unit && { Unit: stat.Unit }) };
  return { Expression, Id, Label, MetricStat, Period, ReturnData };
}

/** The actions that the state an alarm has come to asks for. */
export const wantedActions = (alarm: AlarmRow): readonly string[] => (alarm.actionsEnabled ? actionsOf(alarm) : []);
