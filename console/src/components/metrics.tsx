import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { client } from '../aws/index.ts';
import { Chart, type Line } from './chart.tsx';
import { Problem } from './states.tsx';

/** A chart of CloudWatch metrics. */
export interface MetricChart {
  readonly title: string;
  readonly unit?: string;
  readonly lines: readonly {
    readonly label?: string;
    readonly namespace: string;
    readonly metric: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly stat: string;
  }[];
  /** What it does not say by itself. */
  readonly about?: string;
  /** Drawn across: thresholds. */
  readonly limits?: readonly number[];
}

const RANGES = [
  { id: '15m', text: '15 min', minutes: 15 },
  { id: '1h', text: '1 h', minutes: 60 },
  { id: '3h', text: '3 h', minutes: 180 },
  { id: '12h', text: '12 h', minutes: 720 },
  { id: '1d', text: '1 d', minutes: 1440 },
  { id: '7d', text: '7 d', minutes: 10_080 },
] as const;
export type Range = (typeof RANGES)[number]['id'];

export const minutesOf = (range: Range): number => RANGES.find(({ id }) => id === range)?.minutes ?? 60;
/** Some hundreds of points in any range, a minute at least. */
export const periodOf = (range: Range): number => Math.max(60, Math.ceil(minutesOf(range) / 300) * 60);

export const RangePicker = (props: { readonly range: Range; readonly onChange: (range: Range) => void }) => (
  <SegmentedControl
    label="Time range"
    selectedId={props.range}
    options={RANGES.map(({ id, text }) => ({ id, text }))}
    onChange={({ detail }) => props.onChange(detail.selectedId as Range)}
  />
);

const NO_LIMITS: readonly number[] = [];

/** Charts of CloudWatch metrics, all asked for in as few calls as AWS allows, asked again every minute while they are looked at. */
export function MetricCharts(props: {
  readonly charts: readonly MetricChart[];
  readonly range: Range;
  readonly columns?: number;
}) {
  const { charts, range } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ['metric', range, charts],
    queryFn: () => read(charts, range),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  if (error) return <Problem what="The metrics cannot be read" thrown={error} onRetry={() => void refetch()} />;
  return (
    <ColumnLayout columns={props.columns ?? 2} minColumnWidth={320}>
      {charts.map((chart, i) => (
        <div key={chart.title}>
          <Box variant="h3" padding={{ bottom: 'xxs' }}>
            {chart.title} {chart.unit !== undefined && <Box variant="small">{chart.unit}</Box>}
          </Box>
          <Chart
            title={chart.title}
            lines={data?.lines[i] ?? []}
            from={data?.from ?? new Date(0)}
            to={data?.to ?? new Date(1)}
            limits={chart.limits ?? NO_LIMITS}
          />
          {chart.about !== undefined && (
            <Box color="text-body-secondary" fontSize="body-s">
              {chart.about}
            </Box>
          )}
          {data?.lines[i]?.every(({ values }) => values.length === 0) && (
            <Box color="text-body-secondary" fontSize="body-s">
              Nothing was measured in this time.
            </Box>
          )}
        </div>
      ))}
    </ColumnLayout>
  );
}

// aws: 500 queries in one GetMetricData — API reference
const AT_ONCE = 500;

async function read(charts: readonly MetricChart[], range: Range): Promise<{ from: Date; to: Date; lines: Line[][] }> {
  const to = new Date();
  const from = new Date(to.getTime() - minutesOf(range) * 60_000);
  const wanted = charts.flatMap(({ lines }, chart) => lines.map((line, i) => ({ line, id: `m${chart}_${i}` })));
  const queries = wanted.map(
    ({ line, id }): MetricDataQuery => ({
      Id: id,
      MetricStat: {
        Metric: {
          Namespace: line.namespace,
          MetricName: line.metric,
          Dimensions: Object.entries(line.dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: periodOf(range),
        Stat: line.stat,
      },
    }),
  );
  const known = new Map<string, { at: Date[]; values: number[] }>();
  for (let i = 0; i < queries.length; i += AT_ONCE) {
    let NextToken: string | undefined;
    do {
      const answer: GetMetricDataCommandOutput = await client(CloudWatchClient).send(
        new GetMetricDataCommand({
          MetricDataQueries: queries.slice(i, i + AT_ONCE),
          StartTime: from,
          EndTime: to,
          ScanBy: 'TimestampAscending',
          NextToken,
        }),
      );
      for (const { Id = '', Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
        const line = known.get(Id) ?? { at: [], values: [] };
        line.at.push(...Timestamps);
        line.values.push(...Values);
        known.set(Id, line);
      }
      NextToken = answer.NextToken;
    } while (NextToken !== undefined);
  }
  const lines = charts.map((chart, c) =>
    chart.lines.map(
      (line, i): Line => ({ label: line.label ?? line.metric, ...(known.get(`m${c}_${i}`) ?? { at: [], values: [] }) }),
    ),
  );
  return { from, to, lines };
}

/** Charts with a choice of the time they show. */
export function Monitoring(props: {
  readonly charts: readonly MetricChart[];
  readonly start?: Range;
  readonly columns?: number;
}) {
  const [range, setRange] = useState<Range>(props.start ?? '1h');
  const { charts, columns } = props;
  const shown = useMemo(
    () => <MetricCharts charts={charts} range={range} {...(columns !== undefined && { columns })} />,
    [charts, range, columns],
  );
  return (
    <div>
      <Box margin={{ bottom: 'm' }}>
        <RangePicker range={range} onChange={setRange} />
      </Box>
      {shown}
    </div>
  );
}
