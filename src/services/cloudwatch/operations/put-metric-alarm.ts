import { onAlarm } from '../access.ts';
import { wrongIn } from '../alarms/checked.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { putRow } from './put-alarm.ts';

export const putMetricAlarm: CloudWatchOperation<'PutMetricAlarm'> = {
  access: onAlarm,
  run: (input, { scope }, { alarms, clock }) => {
    const wrong = wrongIn(input);
    if (wrong.length > 0) throw errors.invalid(wrong);
    const { AlarmName: name, ActionsEnabled: actionsEnabled = true, Tags: tags, ...settings } = input;
    const before = alarms.store.alarms(scope).get(name);
    const kept = before?.kind === 'MetricAlarm' ? before : undefined;
    const row = putRow(scope, { name, actionsEnabled, tags }, kept, clock.millis());
    alarms.keeper.put(scope, { kind: 'MetricAlarm', settings, ...row });
    return {};
  },
};
