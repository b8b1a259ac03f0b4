interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export interface AlarmsOf {
  readonly application: string;
  readonly runtime: string;
  readonly topic: string | undefined;
  /** The dimensions of every lag that is measured. */
  readonly lags: readonly (readonly Dimension[])[];
  readonly leastRecords: number;
  readonly mostLagMs: number;
  readonly mostCheckpointMs: number;
}

/** An input of PutMetricAlarm. */
export interface Alarm {
  readonly AlarmName: string;
  readonly [member: string]: unknown;
}

const PERIOD = 60;
/** aws: at most ten metrics in an alarm — CloudWatch user guide, quotas */
const METRICS = 10;

/**
 * aws: expressions, statistics and thresholds — developer guide, monitoring-metrics-alarms (those with a threshold of one's own that is
 * not asked for here are left out); what is missing while nothing runs breaches or does not — agent toolkit, monitoring-and-metrics
 */
export function recommendedAlarms(about: AlarmsOf): Alarm[] {
  const { application, runtime, topic, lags, leastRecords, mostLagMs, mostCheckpointMs } = about;
  const dimensions = [{ Name: 'Application', Value: application }];
  const stat = (Id: string, MetricName: string, Stat: string, Dimensions: readonly Dimension[] = dimensions) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'AWS/KinesisAnalytics', MetricName, Dimensions }, Period: PERIOD, Stat },
  });
  const alarm = (
    what: string,
    why: string,
    more: object,
    missing: 'breaching' | 'notBreaching' | 'ignore' = 'notBreaching',
  ): Alarm => ({
    AlarmName: `${application}: ${what}`,
    AlarmDescription: why,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: missing,
    AlarmActions: topic === undefined ? [] : [topic],
    OKActions: topic === undefined ? [] : [topic],
    ...more,
  });
  const of = (MetricName: string, Statistic: string, Threshold: number) => ({
    Namespace: 'AWS/KinesisAnalytics',
    MetricName,
    Dimensions: dimensions,
    Period: PERIOD,
    Statistic,
    Threshold,
  });
  const math = (Expression: string, metrics: readonly object[], Threshold: number) => ({
    Metrics: [...metrics, { Id: 'e', Expression, ReturnData: true }],
    Threshold,
  });
  // aws: downtime has heirs from 2.2 on — developer guide, metrics-dimensions
  const down = runtime.startsWith('FLINK-2')
    ? math(
        'failing + restarting',
        [stat('failing', 'failingTime', 'Average'), stat('restarting', 'restartingTime', 'Average')],
        0,
      )
    : of('downtime', 'Average', 0);
  const restarts = runtime.startsWith('FLINK-2') ? 'numRestarts' : 'fullRestarts';
  const lag = lags.slice(0, METRICS - 1).map((each, i) => stat(`lag${i}`, 'millisBehindLatest', 'Maximum', each));
  return [
    alarm('downtime', 'The job fails or restarts, or nothing runs.', down, 'breaching'),
    alarm('restarts', 'The job has restarted.', math('RATE(m)', [stat('m', restarts, 'Maximum')], 0)),
    alarm('failed checkpoints', 'Checkpoints fail.', math('RATE(m)', [stat('m', 'numberOfFailedCheckpoints', 'Average')], 0)),
    alarm('checkpoint duration', 'A checkpoint takes long.', of('lastCheckpointDuration', 'Maximum', mostCheckpointMs)),
    alarm(
      'records out',
      'Fewer records are written than is normal.',
      { ...of('numRecordsOutPerSecond', 'Average', leastRecords), ComparisonOperator: 'LessThanThreshold' },
      'breaching',
    ),
    // while a job restarts nobody knows how far it is behind
    ...(lag.length > 0
      ? [alarm('lag', 'The job falls behind its source.', math('MAX(METRICS())', lag, mostLagMs), 'ignore')]
      : []),
    alarm('heap', 'The heap is nearly full.', of('heapMemoryUtilization', 'Maximum', 90)),
    alarm('cpu', 'The CPU is busy.', of('cpuUtilization', 'Maximum', 80)),
  ];
}
