import { type Access, arnOf, type Scope } from '#core';

/** aws: metrics have no resource level; who publishes may be bound by `cloudwatch:namespace` — service authorization reference */
export const onNamespace = (namespace: string): Access => ({ resource: '*', context: { 'cloudwatch:namespace': namespace } });
export const anywhere = (): Access => ({ resource: '*' });

export const alarmArn = (scope: Scope, name: string): string => arnOf('cloudwatch', scope, `alarm:${name}`);
export const onAlarm = ({ AlarmName }: { AlarmName: string }, scope: Scope): Access => ({ resource: alarmArn(scope, AlarmName) });
export const onAlarms = ({ AlarmNames }: { AlarmNames: readonly string[] }, scope: Scope): Access[] =>
  AlarmNames.map((name) => ({ resource: alarmArn(scope, name) }));
/** aws: lists are asked for on all alarms — observed in refusals of DescribeAlarms: "on resource: …:alarm:*" */
export const onAllAlarms = (_: unknown, scope: Scope): Access => ({ resource: alarmArn(scope, '*') });
