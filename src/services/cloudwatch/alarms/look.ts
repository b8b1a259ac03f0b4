import type { MetricStat } from '#api/cloudwatch';
import { answers, planned, type Question, samplesOf } from '../queries.ts';
import { statisticOf } from '../statistic.ts';
import type { MetricStore, Place } from '../store.ts';
import { rangeOf, type Slot } from './judge.ts';
import type { MetricAlarmRow } from './rows.ts';

export interface Look {
  readonly period: number;
  /** The newest first. */
  readonly slots: readonly Slot[];
}

type Settings = MetricAlarmRow['settings'];

/** The seconds of one data point: of the metric, or of the metrics of an expression, which all have the same. */
export function periodOf({ Period, Metrics }: Settings): number {
  return Period ?? Metrics?.find((query) => query.MetricStat)?.MetricStat?.Period ?? Metrics?.[0]?.Period ?? 60;
}

/** What an alarm watches, over its evaluation range: whole periods only, the last ending at the latest full minute, or period below that. */
export function look(settings: Settings, store: MetricStore, scope: Place, now: number): Look {
  const period = periodOf(settings);
  const grain = Math.min(period, 60);
  const end = Math.floor(now / 1000 / grain) * grain;
  const range = rangeOf(settings.EvaluationPeriods ?? 1);
  const start = end - range * period;
  const found = watched(settings, { store, scope, start: new Date(start * 1000), end: new Date(end * 1000), now });
  const slots = Array.from({ length: range }, (_, i): Slot => {
    const at = end - (i + 1) * period;
    return { at, ...found.get(at) };
  });
  return { period, slots };
}

type Watched = ReadonlyMap<number, Pick<Slot, 'value' | 'samples'>>;

function watched(settings: Settings, question: Question): Watched {
  const { Metrics, Namespace, MetricName, Dimensions, Period = 60, Unit, Statistic, ExtendedStatistic } = settings;
  if (Metrics) {
    const [answer] = answers(planned(Metrics), question);
    return new Map([...(answer?.series.values ?? [])].map(([at, value]) => [at, { value }]));
  }
  const Stat = Statistic ?? ExtendedStatistic ?? 'Average';
  const stat: MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period, Unit, Stat };
  const statistic = statisticOf(Stat);
  if (!statistic) return new Map();
  const values = new Map<number, Pick<Slot, 'value' | 'samples'>>();
  for (const [at, samples] of samplesOf(stat, question).samples) {
    const value = statistic(samples);
    if (value !== undefined) values.set(at, { value, samples: samples.count });
  }
  return values;
}
