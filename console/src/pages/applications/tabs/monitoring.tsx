import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../../../aws/index.ts';
import { Facts } from '../../../components/facts.tsx';
import { Monitoring as Charts, type MetricChart } from '../../../components/metrics.tsx';
import type { TabProps } from '../props.ts';

const namespace = 'AWS/KinesisAnalytics';
const SIGNS: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  OK: 'success',
  ALARM: 'error',
  INSUFFICIENT_DATA: 'pending',
};
/** How far behind each stream is: the metric has the dimensions Id and Flow beside the application. */
const BEHIND = 'millisBehindLatest';
const RECORDS_IN = 'numRecordsInPerSecond';
const RECORDS_OUT = 'numRecordsOutPerSecond';
/** More lines than that tell nobody anything. */
const LINES = 12;

const useAlarms = (name: string) =>
  useQuery({
    queryKey: ['alarm', 'of-application', name],
    queryFn: async () => {
      const { MetricAlarms = [] } = await client(CloudWatchClient).send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
      return MetricAlarms.filter(
        ({ Namespace, Dimensions = [] }) =>
          Namespace === namespace && Dimensions.some((each) => each.Name === 'Application' && each.Value === name),
      );
    },
  });

const useStreamsRead = (name: string) =>
  useQuery({
    queryKey: ['metric', 'streams-of', name],
    queryFn: async () => {
      const found: Record<string, string>[] = [];
      const query = { Namespace: namespace, MetricName: BEHIND, Dimensions: [{ Name: 'Application', Value: name }] };
      for await (const { Metrics = [] } of paginateListMetrics({ client: client(CloudWatchClient) }, query)) {
        found.push(...Metrics.map(({ Dimensions = [] }) => dimensionsOf(Dimensions)));
      }
      return found;
    },
  });

/** Operators that are measured one by one: where the metrics level is OPERATOR or finer. */
const useOperatorsMeasured = (name: string) =>
  useQuery({
    queryKey: ['metric', 'operators-of', name],
    queryFn: async () => {
      const found: Record<string, string>[] = [];
      const query = { Namespace: namespace, MetricName: RECORDS_IN, Dimensions: [{ Name: 'Application', Value: name }] };
      for await (const { Metrics = [] } of paginateListMetrics({ client: client(CloudWatchClient) }, query)) {
        found.push(...Metrics.map(({ Dimensions = [] }) => dimensionsOf(Dimensions)).filter(isOfOperator));
      }
      return found.slice(0, LINES);
    },
  });

const dimensionsOf = (all: readonly { Name?: string | undefined; Value?: string | undefined }[]) =>
  Object.fromEntries(all.map(({ Name = '', Value = '' }) => [Name, Value]));
const isOfOperator = (of: Record<string, string>) => of['Operator'] !== undefined && of['Parallelism'] === undefined;

const NONE: readonly Record<string, string>[] = [];
const NO_ALARMS: readonly MetricAlarm[] = [];
const ABOUT_RECORDS =
  'A record counts once for each operator that takes it, and once for each that gives it on: a source may count none in, a sink none out. ' +
  'The job graph tells what is read and written; the metrics level Operator draws each operator.';

/** What the application does over time, with the thresholds of its alarms drawn across. */
export function Monitoring({ name }: TabProps) {
  const { data: alarms = NO_ALARMS } = useAlarms(name);
  const { data: read = NONE } = useStreamsRead(name);
  const { data: operators = NONE } = useOperatorsMeasured(name);
  const charts = useMemo(() => {
    const dimensions = { Application: name };
    const chart = (
      title: string,
      unit: string,
      metrics: readonly (readonly [string, string])[],
      stat = 'Average',
    ): MetricChart => ({
      title,
      unit,
      lines: metrics.map(([metric, label]) => ({ namespace, metric, label, dimensions, stat })),
      limits: alarms.flatMap(({ MetricName, Threshold }) =>
        Threshold !== undefined && metrics.some(([metric]) => metric === MetricName) ? [Threshold] : [],
      ),
    });
    const byOperator = (title: string, metric: string): MetricChart => ({
      title,
      unit: 'per second',
      lines: operators.map((each) => ({ namespace, metric, label: each['Operator'] ?? '', dimensions: each, stat: 'Average' })),
    });
    return [
      {
        ...chart('Records, all operators together', 'per second', [
          [RECORDS_IN, 'in'],
          [RECORDS_OUT, 'out'],
        ]),
        about: ABOUT_RECORDS,
      },
      ...(operators.length > 0
        ? [byOperator('Records in, by operator', RECORDS_IN), byOperator('Records out, by operator', RECORDS_OUT)]
        : []),
      {
        title: 'Behind the stream',
        unit: 'ms',
        lines: read.map((each) => ({
          namespace,
          metric: BEHIND,
          label: each['Id'] ?? 'stream',
          dimensions: each,
          stat: 'Maximum',
        })),
      },
      chart('Checkpoint duration', 'ms', [['lastCheckpointDuration', 'last']], 'Maximum'),
      chart('Checkpoint size', 'bytes', [['lastCheckpointSize', 'last']], 'Maximum'),
      chart('Failed checkpoints', '', [['numberOfFailedCheckpoints', 'failed']], 'Maximum'),
      chart(
        'Restarts',
        '',
        [
          ['fullRestarts', 'Flink 1'],
          ['numRestarts', 'Flink 2'],
        ],
        'Maximum',
      ),
      chart('CPU', '%', [['cpuUtilization', 'TaskManagers']]),
      chart('Heap', '%', [['heapMemoryUtilization', 'TaskManagers']]),
      chart('Busy and held back', 'ms per second', [
        ['busyTimeMsPerSecond', 'busy'],
        ['backPressuredTimeMsPerSecond', 'held back'],
        ['idleTimeMsPerSecond', 'idle'],
      ]),
      chart(
        'Up',
        'ms',
        [
          ['uptime', 'up'],
          ['downtime', 'down'],
        ],
        'Maximum',
      ),
    ];
  }, [name, alarms, read, operators]);
  return (
    <SpaceBetween size="l">
      {alarms.length > 0 && (
        <Container header={<Header variant="h2">Alarms</Header>}>
          <Facts
            columns={4}
            facts={Object.fromEntries(
              alarms.map(({ AlarmName = '', StateValue = '', MetricName, Threshold }) => [
                AlarmName,
                <StatusIndicator key={AlarmName} type={SIGNS[StateValue] ?? 'info'}>
                  {`${StateValue === 'INSUFFICIENT_DATA' ? 'Insufficient data' : StateValue === 'ALARM' ? 'In alarm' : 'OK'}: ${MetricName}, ${Threshold}`}
                </StatusIndicator>,
              ]),
            )}
          />
        </Container>
      )}
      <Charts charts={charts} start="1h" />
    </SpaceBetween>
  );
}
