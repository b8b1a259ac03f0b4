import { isJson } from '#core';
import { onAlarm } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

/** aws: a metric alarm returns to its own state when it is evaluated next — API reference, SetAlarmState */
export const setAlarmState: CloudWatchOperation<'SetAlarmState'> = {
  access: onAlarm,
  run: ({ AlarmName, StateValue, StateReason, StateReasonData }, { scope }, { alarms }) => {
    const row = alarms.store.alarms(scope).get(AlarmName);
    if (!row) throw errors.alarmNotFound();
    if (StateReasonData !== undefined && !isJson(StateReasonData)) throw errors.badReasonData();
    alarms.keeper.change(scope, row, { state: StateValue, reason: StateReason, reasonData: StateReasonData });
    return {};
  },
};
