import type { Tag } from '#api/cloudwatch';
import type { Scope } from '#core';
import { alarmArn } from '../access.ts';
import { UNCHECKED } from '../alarms/reason.ts';
import type { AlarmRow } from '../alarms/rows.ts';
import { withTags } from '../tags.ts';

/** What a request to put an alarm asks for, its settings aside. */
interface Asked {
  readonly name: string;
  readonly actionsEnabled: boolean;
  readonly tags: readonly Tag[] | undefined;
}

/**
 * The row of an alarm that is put, but for its kind and settings. `before`: the alarm of that name and kind, if there is one.
 *
 * aws: a changed alarm keeps its state until it is evaluated, and its tags — API reference, PutMetricAlarm
 */
export const putRow = (scope: Scope, { name, actionsEnabled, tags }: Asked, before: AlarmRow | undefined, now: number) => ({
  name,
  arn: alarmArn(scope, name),
  tags: before?.tags ?? withTags({}, tags),
  actionsEnabled,
  state: before?.state ?? ('INSUFFICIENT_DATA' as const),
  reason: before?.reason ?? UNCHECKED,
  ...(before?.reasonData !== undefined && { reasonData: before.reasonData }),
  configuredAt: now,
  stateAt: before?.stateAt ?? now,
});
