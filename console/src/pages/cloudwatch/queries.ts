import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../aws/index.ts';
import { allPages } from '../../components/all-pages.ts';

export const cloudwatch = (): CloudWatchClient => client(CloudWatchClient);
export const logs = (): CloudWatchLogsClient => client(CloudWatchLogsClient);

/** A metric's alarm, or one of other alarms. */
export type Alarm = { readonly name: string; readonly state: string } & (
  | { readonly metric: MetricAlarm; readonly composite?: undefined }
  | { readonly composite: CompositeAlarm; readonly metric?: undefined }
);

const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];

const alarmsOf = (page: { MetricAlarms?: MetricAlarm[]; CompositeAlarms?: CompositeAlarm[] }): Alarm[] => [
  ...(page.MetricAlarms ?? []).map((metric): Alarm => ({ name: metric.AlarmName ?? '', state: metric.StateValue ?? '', metric })),
  ...(page.CompositeAlarms ?? []).map(
    (composite): Alarm => ({ name: composite.AlarmName ?? '', state: composite.StateValue ?? '', composite }),
  ),
];

export const allAlarms = () =>
  allPages(async (NextToken) => {
    const page = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmTypes, MaxRecords: 100, NextToken }));
    return { items: alarmsOf(page as never), token: page.NextToken };
  });

export const allDashboards = () =>
  allPages(async (NextToken) => {
    const page = await cloudwatch().send(new ListDashboardsCommand({ NextToken }));
    return { items: page.DashboardEntries, token: page.NextToken };
  });

export const useAlarms = () => useQuery({ queryKey: ['alarm', 'list'], queryFn: allAlarms });

export const useAlarm = (name: string) =>
  useQuery({
    queryKey: ['alarm', name],
    queryFn: async () => {
      const [page, history] = await Promise.all([
        cloudwatch().send(new DescribeAlarmsCommand({ AlarmTypes, AlarmNames: [name] })),
        cloudwatch().send(new DescribeAlarmHistoryCommand({ AlarmName: name, AlarmTypes, MaxRecords: 100 })),
      ]);
      const [alarm] = alarmsOf(page as never);
      if (!alarm) throw new Error(`There is no alarm ${name}.`);
      return { alarm, history: history.AlarmHistoryItems ?? [] };
    },
  });

export const useDashboards = () => useQuery({ queryKey: ['dashboard', 'list'], queryFn: allDashboards });

export const useDashboard = (DashboardName: string) =>
  useQuery({
    queryKey: ['dashboard', DashboardName],
    queryFn: async () => (await cloudwatch().send(new GetDashboardCommand({ DashboardName }))).DashboardBody ?? '{}',
  });

export const useMetrics = () =>
  useQuery({
    queryKey: ['metric', 'list'],
    queryFn: () =>
      allPages(async (NextToken) => {
        const page = await cloudwatch().send(new ListMetricsCommand({ NextToken }));
        return { items: page.Metrics, token: page.NextToken };
      }),
  });

export const useLogGroups = () =>
  useQuery({
    queryKey: ['log-group', 'list'],
    queryFn: () =>
      allPages(async (nextToken) => {
        const page = await logs().send(new DescribeLogGroupsCommand({ nextToken }));
        return { items: page.logGroups, token: page.nextToken };
      }),
  });
