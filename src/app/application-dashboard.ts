import { createHash } from 'node:crypto';

/** What of an application its dashboard depends on. */
export interface DashboardSubject {
  readonly name: string;
  readonly region: string;
  /** `FLINK-1_20` */
  readonly runtime: string;
  readonly metricsLevel: string;
  readonly logGroup?: string | undefined;
}

interface Widget {
  readonly type: 'metric' | 'text' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Line = readonly [name: string, renderer?: Readonly<Record<string, unknown>>];

const NAMESPACE = 'AWS/KinesisAnalytics';
const MINUTE = 60;
const THIRD = 8;
const HEIGHT = 6;

/** The same name every time, of the characters a dashboard's name may have; no two applications share one. */
export function dashboardName(application: string): string {
  const plain = application.replaceAll('.', '_');
  if (plain === application) return `flink-${application}`;
  return `flink-${plain}-${createHash('sha256').update(application).digest('hex').slice(0, 8)}`;
}

/** The body of a dashboard that tells how an application is: throughput, lag, restarts, checkpoints, CPU and heap, output. */
export function applicationDashboard(application: DashboardSubject): { readonly widgets: readonly Widget[] } {
  const { name, region, runtime, metricsLevel, logGroup } = application;
  const second = runtime.startsWith('FLINK-2');
  const fine = metricsLevel === 'OPERATOR' || metricsLevel === 'PARALLELISM';
  const lines = (stat: string, ...all: Line[]) => ({
    metrics: all.map(([metric, renderer = {}]) => [NAMESPACE, metric, 'Application', name, { stat, ...renderer }]),
  });
  const search = (schema: string, metric: string, stat: string) =>
    `SEARCH('{${NAMESPACE},Application,${schema}} MetricName="${metric}" Application="${name}"', '${stat}', ${MINUTE})`;
  const right = { yAxis: 'right' };

  const charts: readonly (readonly [title: string, properties: Readonly<Record<string, unknown>>])[] = [
    [
      'Throughput (records per second, all operators)',
      lines('Average', ['numRecordsInPerSecond', { label: 'in' }], ['numRecordsOutPerSecond', { label: 'out' }]),
    ],
    [
      'Lag behind the source',
      {
        metrics: [
          [{ expression: search('Flow,Id', 'millisBehindLatest', 'Maximum'), id: 'kinesis', label: 'ms behind' }],
          [NAMESPACE, 'records_lag_max', 'Application', name, { stat: 'Maximum', label: 'records behind', ...right }],
        ],
      },
    ],
    [
      fine ? 'Output of each operator (records per second)' : 'Output (records per second)',
      fine
        ? { metrics: [[{ expression: search('Operator,Task', 'numRecordsOutPerSecond', 'Average'), id: 'out', label: '' }]] }
        : lines('Average', ['numRecordsOutPerSecond']),
    ],
    second
      ? ['Restarts', lines('Maximum', ['numRestarts'], ['restartingTime', right], ['failingTime', right])]
      : ['Restarts', lines('Maximum', ['fullRestarts'], ['downtime', right])],
    ['Checkpoints', lines('Maximum', ['lastCheckpointDuration'], ['lastCheckpointSize', right])],
    ['Failed checkpoints', lines('Maximum', ['numberOfFailedCheckpoints'])],
    [
      'CPU and memory (per cent)',
      {
        ...lines('Maximum', ['cpuUtilization'], ['heapMemoryUtilization'], ['managedMemoryUtilization']),
        yAxis: { left: { min: 0, max: 100 } },
        // aws: the thresholds of the recommended alarms — developer guide, monitoring-metrics-alarms
        annotations: {
          horizontal: [
            { label: 'CPU is short', value: 80 },
            { label: 'heap is short', value: 90 },
          ],
        },
      },
    ],
    [
      'Busy, idle, held back (ms per second)',
      lines('Average', ['busyTimeMsPerSecond'], ['idleTimeMsPerSecond'], ['backPressuredTimeMsPerSecond']),
    ],
    [
      'Old-generation collections and threads',
      lines('Maximum', ['oldGenerationGCTime'], ['oldGenerationGCCount', right], ['threadsCount', right]),
    ],
    ['Late records dropped', lines('Maximum', ['numLateRecordsDropped'])],
    ['KPUs', { ...lines('Maximum', ['KPUs']), period: 3600 }],
    [second ? 'Running for' : 'Uptime', { ...lines('Maximum', [second ? 'runningTime' : 'uptime']), view: 'singleValue' }],
  ];

  const widgets: Widget[] = [
    {
      ...{ type: 'text', x: 0, y: 0, width: 24, height: 2 },
      properties: {
        markdown: `# ${name}\nMade by \`./millrace dashboard ${name}\`, which writes it anew: keep changes of your own under another name.`,
      },
    },
    ...charts.map(([title, properties], i): Widget => {
      const common = { title, region, view: 'timeSeries', stacked: false, period: MINUTE };
      const place = { x: (i % 3) * THIRD, y: 2 + Math.floor(i / 3) * HEIGHT, width: THIRD, height: HEIGHT };
      return { type: 'metric', ...place, properties: { ...common, ...properties } };
    }),
  ];
  if (logGroup !== undefined) {
    const query = `SOURCE '${logGroup}' | fields @timestamp, message\n| filter applicationARN like /:application\\/${name.replaceAll('.', '\\.')}$/ and messageType = 'ERROR'\n| sort @timestamp desc\n| limit 50`;
    widgets.push({
      ...{ type: 'log', x: 0, y: 2 + Math.ceil(charts.length / 3) * HEIGHT, width: 24, height: HEIGHT },
      properties: { title: 'Errors', region, query, view: 'table' },
    });
  }
  return { widgets };
}
