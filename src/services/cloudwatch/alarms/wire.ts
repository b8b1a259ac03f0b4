import type { CompositeAlarm, MetricAlarm } from '#api/cloudwatch';
import type { AlarmRow, CompositeAlarmRow, MetricAlarmRow } from './rows.ts';

const common = ({ name, arn, actionsEnabled, settings, state, reason, reasonData, configuredAt, stateAt }: AlarmRow) => ({
  AlarmName: name,
  AlarmArn: arn,
  AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
  ActionsEnabled: actionsEnabled,
  OKActions: settings.OKActions ?? [],
  AlarmActions: settings.AlarmActions ?? [],
  InsufficientDataActions: settings.InsufficientDataActions ?? [],
  StateValue: state,
  StateReason: reason,
  ...(reasonData !== undefined && { StateReasonData: reasonData }),
  StateUpdatedTimestamp: new Date(stateAt),
  StateTransitionedTimestamp: new Date(stateAt),
});

/** aws: no dimensions are an empty list — recorded in localstack tests/aws/services/cloudwatch, test_describe_minimal_metric_alarm */
export const metricAlarm = (row: MetricAlarmRow): MetricAlarm => ({
  ...row.settings,
  ...(!row.settings.Metrics && { Dimensions: row.settings.Dimensions ?? [] }),
  ...common(row),
});

export const compositeAlarm = (row: CompositeAlarmRow): CompositeAlarm => ({ ...row.settings, ...common(row) });
