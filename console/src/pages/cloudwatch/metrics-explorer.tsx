import type { Metric } from '@aws-sdk/client-cloudwatch';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { type MetricChart, Monitoring } from '../../components/metrics.tsx';
import { Picker } from '../../components/picker.tsx';
import { ResourceTable } from '../../components/resource-table.tsx';
import { Empty } from '../../components/states.tsx';
import { useMetrics } from './queries.ts';

const STATS = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p99'].map((value) => ({
  value,
  label: value,
}));
const dimensionsOf = ({ Dimensions = [] }: Metric): string => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(' ');
const idOf = (metric: Metric): string => `${metric.Namespace} ${metric.MetricName} ${dimensionsOf(metric)}`;

/** Every metric there is; those that are chosen are drawn. */
export function MetricsExplorer() {
  const { data, error, refetch } = useMetrics();
  const [chosen, setChosen] = useState<readonly Metric[]>([]);
  const [stat, setStat] = useState('Average');
  const charts = useMemo(
    (): MetricChart[] => [
      {
        title: stat,
        lines: chosen.map((metric) => ({
          namespace: metric.Namespace ?? '',
          metric: metric.MetricName ?? '',
          stat,
          label: `${metric.MetricName} ${(metric.Dimensions ?? []).map(({ Value }) => Value).join(' ')}`,
          dimensions: Object.fromEntries((metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
        })),
      },
    ],
    [chosen, stat],
  );
  return (
    <ContentLayout header={<Header variant="h1">Metrics</Header>}>
      <SpaceBetween size="l">
        <Container
          header={
            <Header variant="h2" actions={<Picker label="Statistic" options={STATS} value={stat} onChange={setStat} />}>
              {chosen.length === 0 ? 'Chart' : `${chosen.length} of the metrics`}
            </Header>
          }
        >
          {chosen.length === 0 ? <Empty title="Choose metrics below" /> : <Monitoring charts={charts} columns={1} />}
        </Container>
        <ResourceTable<Metric>
          title="All metrics"
          noun="metric"
          items={data}
          problem={error}
          onRetry={() => void refetch()}
          idOf={idOf}
          textOf={idOf}
          pageSize={50}
          selection="multi"
          selected={chosen}
          onSelect={setChosen}
          empty={<Empty title="No metrics">Running applications publish theirs every minute.</Empty>}
          columns={[
            { id: 'name', header: 'Metric', isRowHeader: true, sortingField: 'MetricName', cell: ({ MetricName }) => MetricName },
            { id: 'namespace', header: 'Namespace', sortingField: 'Namespace', cell: ({ Namespace }) => Namespace },
            { id: 'dimensions', header: 'Dimensions', cell: dimensionsOf },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
