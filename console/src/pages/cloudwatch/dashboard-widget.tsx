import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import Box from '@cloudscape-design/components/box';
import { useQuery } from '@tanstack/react-query';
import { Chart, type Line, short } from '../../components/chart.tsx';
import { minutesOf, periodOf, type Range } from '../../components/metrics.tsx';
import { Problem } from '../../components/states.tsx';
import { AlarmState } from './alarm-state.tsx';
import { rowsOf, type Widget } from './dashboard-body.ts';
import { cloudwatch, useAlarms } from './queries.ts';

interface Props {
  readonly widget: Widget;
  readonly range: Range;
  readonly height: number;
}

/** Text, metrics as lines or as numbers, alarms; what is none of them says so. */
export function DashboardWidget({ widget, range, height }: Props) {
  const title = String(widget.properties['title'] ?? '');
  if (widget.type === 'text') return <Markdown text={String(widget.properties['markdown'] ?? '')} />;
  return (
    <>
      <Box variant="h3" padding={{ bottom: 'xxs' }}>
        {title}
      </Box>
      {widget.type === 'metric' ? (
        <MetricWidget widget={widget} range={range} height={height} />
      ) : widget.type === 'alarm' ? (
        <AlarmWidget arns={(widget.properties['alarms'] as string[] | undefined) ?? []} />
      ) : (
        <Box color="text-body-secondary">Widgets of the type {widget.type} are not drawn.</Box>
      )}
    </>
  );
}

/** Emphasis and lists would need a library; paragraphs, headings and code are what these dashboards have. */
function Markdown({ text }: { readonly text: string }) {
  return (
    <div>
      {text.split(/\n+/).map((line, i) => {
        const heading = /^#+\s+(.*)$/.exec(line)?.[1];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never move
          <Box key={i} variant={heading === undefined ? 'p' : 'h3'}>
            {(heading ?? line).split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}
          </Box>
        );
      })}
    </div>
  );
}

const NONE: readonly number[] = [];

function MetricWidget({ widget, range, height }: Props) {
  const { data, error } = useQuery({
    queryKey: ['metric', 'widget', range, widget.properties],
    queryFn: () => read(widget, range),
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  if (error) return <Problem what="The metrics cannot be read" thrown={error} />;
  if (widget.properties['view'] === 'singleValue') {
    return (
      <div className="numbers">
        {data?.lines.map(({ label, values }) => (
          <div key={label}>
            <Box fontSize="display-l">{values.length ? short(values.at(-1) ?? 0) : '–'}</Box>
            <Box color="text-body-secondary">{label}</Box>
          </div>
        ))}
      </div>
    );
  }
  const limits =
    (widget.properties['annotations'] as { horizontal?: { value?: number }[] } | undefined)?.horizontal?.flatMap(
      ({ value }) => value ?? [],
    ) ?? NONE;
  return (
    <Chart
      title={String(widget.properties['title'] ?? 'Metrics')}
      lines={data?.lines ?? []}
      from={data?.from ?? new Date(0)}
      to={data?.to ?? new Date(1)}
      height={Math.max(height, 100)}
      limits={limits}
    />
  );
}

async function read(widget: Widget, range: Range): Promise<{ from: Date; to: Date; lines: Line[] }> {
  const to = new Date();
  const from = new Date(to.getTime() - minutesOf(range) * 60_000);
  const rows = rowsOf(widget.properties);
  const queries = rows.map(({ id, label, shown, stat, period, metric, expression }): MetricDataQuery => {
    const Period = Math.max(period ?? 60, periodOf(range));
    return {
      Id: id,
      ReturnData: shown,
      ...(label !== undefined && { Label: label }),
      ...(expression !== undefined && { Expression: expression, Period }),
      ...(metric && {
        MetricStat: {
          Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions: [...metric.dimensions] },
          Period,
          Stat: stat,
        },
      }),
    };
  });
  if (queries.length === 0) return { from, to, lines: [] };
  const answer = await cloudwatch().send(
    new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: from, EndTime: to, ScanBy: 'TimestampAscending' }),
  );
  const lines = (answer.MetricDataResults ?? []).map(
    ({ Label = '', Timestamps = [], Values = [] }): Line => ({ label: Label, at: Timestamps, values: Values }),
  );
  return { from, to, lines };
}

function AlarmWidget({ arns }: { readonly arns: readonly string[] }) {
  const { data = [] } = useAlarms();
  const shown = data.filter(({ metric, composite }) => arns.includes((metric ?? composite)?.AlarmArn ?? ''));
  return (
    <div>
      {shown.map(({ name, state }) => (
        <div key={name} className="row">
          <span>{name}</span>
          <AlarmState state={state} />
        </div>
      ))}
      {shown.length === 0 && <Box color="text-body-secondary">None of these alarms is there.</Box>}
    </div>
  );
}
