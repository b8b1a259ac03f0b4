import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import { useParams } from 'wouter';
import { Copied, Facts } from '../../components/facts.tsx';
import { moment } from '../../components/format.ts';
import { type MetricChart, Monitoring } from '../../components/metrics.tsx';
import { named } from '../../components/named.ts';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Loading, Problem } from '../../components/states.tsx';
import { AlarmState } from './alarm-state.tsx';
import { condition } from './condition.ts';
import { type Alarm, useAlarm } from './queries.ts';

/** One alarm: what it watches, why it is as it is, and what happened. */
export function AlarmPage() {
  const { alarm: coded = '' } = useParams<{ alarm: string }>();
  const name = named(coded);
  const { data, error, refetch } = useAlarm(name);
  const charts = useMemo(() => (data ? chartsOf(data.alarm) : []), [data]);
  if (error) return <Problem what={`${name} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { alarm, history } = data;
  const any = alarm.metric ?? alarm.composite;
  return (
    <ContentLayout header={<Header variant="h1">{name}</Header>}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Details</Header>}>
          <Facts
            facts={{
              State: <AlarmState state={alarm.state} />,
              Since: moment(any.StateUpdatedTimestamp),
              Condition: alarm.metric ? condition(alarm.metric) : alarm.composite.AlarmRule,
              Reason: any.StateReason,
              'Missing data': alarm.metric ? (alarm.metric.TreatMissingData ?? 'missing') : undefined,
              'When in alarm, tell': any.AlarmActions?.join(', ') || 'nobody',
              Description: any.AlarmDescription,
              ARN: <Copied text={any.AlarmArn} />,
            }}
          />
        </Container>
        {charts.length > 0 && (
          <Container header={<Header variant="h2">What it watches</Header>}>
            <Monitoring charts={charts} columns={1} start="3h" />
          </Container>
        )}
        <ResourceTable<AlarmHistoryItem>
          title="History"
          noun="event"
          items={history}
          idOf={({ Timestamp, HistorySummary, HistoryItemType }) =>
            `${Timestamp?.getTime()} ${HistoryItemType} ${HistorySummary}`
          }
          textOf={({ HistorySummary = '' }) => HistorySummary}
          columns={[
            { id: 'at', header: 'Time', isRowHeader: true, cell: ({ Timestamp }) => moment(Timestamp) },
            { id: 'type', header: 'Type', cell: ({ HistoryItemType }) => HistoryItemType },
            { id: 'what', header: 'What happened', cell: ({ HistorySummary }) => HistorySummary },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

function chartsOf({ metric }: Alarm): MetricChart[] {
  if (metric?.MetricName === undefined || metric.Namespace === undefined) return [];
  const { MetricName, Namespace, Dimensions = [], Statistic, ExtendedStatistic, Threshold } = metric;
  return [
    {
      title: MetricName,
      limits: Threshold === undefined ? [] : [Threshold],
      lines: [
        {
          namespace: Namespace,
          metric: MetricName,
          stat: Statistic ?? ExtendedStatistic ?? 'Average',
          dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
        },
      ],
    },
  ];
}
