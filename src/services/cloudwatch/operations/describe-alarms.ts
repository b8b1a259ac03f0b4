import type { DescribeAlarmsInput } from '#api/cloudwatch';
import type { Scope } from '#core';
import { onAllAlarms } from '../access.ts';
import type { Alarms } from '../alarms/index.ts';
import { childrenOfAlarm } from '../alarms/keeper.ts';
import { type AlarmRow, actionsOf } from '../alarms/rows.ts';
import { compositeAlarm, metricAlarm } from '../alarms/wire.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { nameOf, nameToken } from '../page-token.ts';

/** aws: — API reference, DescribeAlarms, MaxRecords */
const PAGE = 50;

export const describeAlarms: CloudWatchOperation<'DescribeAlarms'> = {
  access: onAllAlarms,
  run: (input, { scope }, { alarms }) => {
    const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix, MaxRecords = PAGE, NextToken } = input;
    if (AlarmNames && AlarmNamePrefix !== undefined) throw errors.bothGiven('AlarmNames', 'AlarmNamePrefix');
    const related = relativesOf(input, scope, alarms);
    const names = AlarmNames ?? related;
    // aws: without types only metric alarms are told — API reference, DescribeAlarms, AlarmTypes
    const types: readonly string[] = input.AlarmTypes ?? (related ? ['MetricAlarm', 'CompositeAlarm'] : ['MetricAlarm']);
    const rows = alarms.store.alarms(scope);
    const found = names
      ? [...new Set(names)].sort().flatMap((name) => rows.get(name) ?? [])
      : rows.list({ ...(AlarmNamePrefix !== undefined && { prefix: AlarmNamePrefix }) });
    const after = nameOf(NextToken) ?? '';
    const wanted = found.filter(
      (row) =>
        row.name > after &&
        types.includes(row.kind) &&
        (StateValue === undefined || row.state === StateValue) &&
        (ActionPrefix === undefined || hasAction(row, ActionPrefix)),
    );
    const page = wanted.slice(0, MaxRecords);
    const last = page.at(-1);
    return {
      CompositeAlarms: page.flatMap((row) => (row.kind === 'CompositeAlarm' ? [compositeAlarm(row)] : [])),
      MetricAlarms: page.flatMap((row) => (row.kind === 'MetricAlarm' ? [metricAlarm(row)] : [])),
      ...(last && wanted.length > page.length && { NextToken: nameToken(last.name) }),
    };
  },
};

/** The names of the alarms below or above a composite alarm, where those are asked for. */
function relativesOf(input: DescribeAlarmsInput, scope: Scope, { store }: Alarms): string[] | undefined {
  if (input.ChildrenOfAlarmName !== undefined) return childrenOfAlarm(store.alarms(scope).get(input.ChildrenOfAlarmName));
  return input.ParentsOfAlarmName === undefined ? undefined : store.parents(scope, input.ParentsOfAlarmName);
}

const hasAction = (row: AlarmRow, prefix: string): boolean =>
  (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).some((state) =>
    actionsOf({ ...row, state }).some((action) => action.startsWith(prefix)),
  );
