import type { PutCompositeAlarmInput, PutMetricAlarmInput, StateValue } from '#api/cloudwatch';

/** What all alarms have. Instants are milliseconds since the epoch. */
interface Common {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly actionsEnabled: boolean;
  readonly state: StateValue;
  readonly reason: string;
  /** JSON in AWS's form. */
  readonly reasonData?: string;
  readonly configuredAt: number;
  readonly stateAt: number;
}

/** The settings are kept as they were asked for: DescribeAlarms answers them unchanged, defaults left out. */
export interface MetricAlarmRow extends Common {
  readonly kind: 'MetricAlarm';
  readonly settings: Omit<PutMetricAlarmInput, 'AlarmName' | 'ActionsEnabled' | 'Tags'>;
}

export interface CompositeAlarmRow extends Common {
  readonly kind: 'CompositeAlarm';
  readonly settings: Omit<PutCompositeAlarmInput, 'AlarmName' | 'ActionsEnabled' | 'Tags'>;
}

export type AlarmRow = MetricAlarmRow | CompositeAlarmRow;

/** An action that a change of state asks for, written down before it is done. */
export interface PendingAction {
  readonly id: string;
  readonly alarm: string;
  readonly alarmArn: string;
  readonly kind: AlarmRow['kind'];
  readonly action: string;
  readonly subject: string;
  readonly message: string;
  readonly at: number;
}

export interface HistoryItem {
  readonly alarm: string;
  readonly kind: AlarmRow['kind'];
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly at: number;
  readonly summary: string;
  readonly data: string;
}

/** The action lists of a state. */
export function actionsOf({ settings, state }: AlarmRow): readonly string[] {
  if (state === 'OK') return settings.OKActions ?? [];
  return (state === 'ALARM' ? settings.AlarmActions : settings.InsufficientDataActions) ?? [];
}
