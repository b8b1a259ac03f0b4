import { type Access, arnOf, globalArnOf, type Scope } from '#core';

/** aws: metrics have no resource level; who publishes may be bound by `cloudwatch:namespace` — service authorization reference */
export const onNamespace = (namespace: string): Access => ({ resource: '*', context: { 'cloudwatch:namespace': namespace } });
export const anywhere = (): Access => ({ resource: '*' });

export const alarmArn = (scope: Scope, name: string): string => arnOf('cloudwatch', scope, `alarm:${name}`);
export const onAlarm = ({ AlarmName }: { AlarmName: string }, scope: Scope): Access => ({ resource: alarmArn(scope, AlarmName) });
export const onAlarms = ({ AlarmNames }: { AlarmNames: readonly string[] }, scope: Scope): Access[] =>
  AlarmNames.map((name) => ({ resource: alarmArn(scope, name) }));
/** aws: lists are asked for on all alarms — observed in refusals of DescribeAlarms: "on resource: …:alarm:*" */
export const onAllAlarms = (_: unknown, scope: Scope): Access => ({ resource: alarmArn(scope, '*') });

export const dashboardArn = (scope: Scope, name: string): string => globalArnOf('cloudwatch', scope, `dashboard/${name}`);
export const onDashboard = ({ DashboardName }: { DashboardName: string }, scope: Scope): Access => ({
  resource: dashboardArn(scope, DashboardName),
});
export const onDashboards = ({ DashboardNames }: { DashboardNames: readonly string[] }, scope: Scope): Access[] =>
  DashboardNames.map((name) => ({ resource: dashboardArn(scope, name) }));
