import { alarmArn, onAlarm } from '../access.ts';
import { wrongIn } from '../alarms/checked.ts';
import { UNCHECKED } from '../alarms/reason.ts';
import type { MetricAlarmRow } from '../alarms/rows.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { withTags } from '../tags.ts';

export const putMetricAlarm: CloudWatchOperation<'PutMetricAlarm'> = {
  access: onAlarm,
  run: (input, { scope }, { alarms, clock }) => {
    const wrong = wrongIn(input);
    if (wrong.length > 0) throw errors.invalid(wrong);
    const { AlarmName: name, ActionsEnabled: actionsEnabled = true, Tags, ...settings } = input;
    const now = clock.millis();
    const before = alarms.store.alarms(scope).get(name);
    // aws: a changed alarm keeps its state until it is evaluated, and its tags — API reference, PutMetricAlarm
    const kept = before?.kind === 'MetricAlarm' ? before : undefined;
    const row: MetricAlarmRow = {
      kind: 'MetricAlarm',
      name,
      arn: alarmArn(scope, name),
      tags: kept?.tags ?? withTags({}, Tags),
      actionsEnabled,
      settings,
      state: kept?.state ?? 'INSUFFICIENT_DATA',
      reason: kept?.reason ?? UNCHECKED,
      ...(kept?.reasonData !== undefined && { reasonData: kept.reasonData }),
      configuredAt: now,
      stateAt: kept?.stateAt ?? now,
    };
    alarms.keeper.put(scope, row);
    return {};
  },
};
