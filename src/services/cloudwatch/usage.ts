import type { AlarmRow } from './alarms/rows.ts';
import type { AlarmStore } from './alarms/store.ts';
import type { DashboardStore } from './dashboards/store.ts';
import type { MetricStore, Place } from './store.ts';

/** What an alarm takes for being there. */
export interface AlarmUsage {
  readonly scope: Place;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The one application of Managed Service for Apache Flink that it watches. */
  readonly application?: string;
  readonly kind: 'standard' | 'high' | 'composite';
  /** How many metrics it watches. aws: each is charged — pricing page, "Alarms" */
  readonly metrics: number;
}

export interface DashboardUsage {
  readonly account: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface CloudWatchUsage {
  readonly alarms: readonly AlarmUsage[];
  readonly dashboards: readonly DashboardUsage[];
  readonly custom: readonly CustomMetrics[];
}

/** How many metrics of a namespace that is not AWS's have come within the last hour. */
export interface CustomMetrics {
  readonly scope: Place;
  readonly namespace: string;
  readonly metrics: number;
}

const HOUR = 3600;

export const usageOf = (
  { store, alarms, dashboards }: { store: MetricStore; alarms: AlarmStore; dashboards: DashboardStore },
  now: number,
): CloudWatchUsage => ({
  alarms: alarms.everywhere().map(({ place, row }) => ({ scope: place, name: row.name, tags: row.tags, ...watched(row) })),
  dashboards: dashboards.everywhere().map(({ account, row: { name, tags } }) => ({ account, name, tags })),
  custom: store.custom(Math.floor(now / 1000) - HOUR),
});

/** aws: high resolution is a period below a minute — CloudWatch user guide, "High-resolution alarms" */
const MINUTE = 60;

function watched({ kind, settings }: AlarmRow): Pick<AlarmUsage, 'application' | 'kind' | 'metrics'> {
  if (kind === 'CompositeAlarm') return { kind: 'composite', metrics: 1 };
  const stats = settings.Metrics?.flatMap(({ MetricStat: stat }) => stat ?? []);
  const periods = stats ? stats.map(({ Period }) => Period) : [settings.Period];
  const seen = stats ? stats.map(({ Metric }) => Metric) : [settings];
  const names = seen.map((metric) =>
    metric?.Namespace === 'AWS/KinesisAnalytics'
      ? metric.Dimensions?.find(({ Name }) => Name === 'Application')?.Value
      : undefined,
  );
  const [application] = names;
  const one = application !== undefined && names.every((name) => name === application);
  return {
    kind: periods.some((period) => period !== undefined && period < MINUTE) ? 'high' : 'standard',
    metrics: Math.max(1, periods.length),
    ...(one && { application }),
  };
}
