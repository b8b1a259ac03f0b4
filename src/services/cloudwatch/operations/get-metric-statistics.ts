import type { Datapoint, StandardUnit, Statistic as StatisticName } from '#api/cloudwatch';
import { anywhere } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import type { Samples } from '../distribution.ts';
import * as errors from '../errors.ts';
import { gathered, intervalOf, isPeriod, timeProblem } from '../interval.ts';
import { type Statistic, statisticOf } from '../statistic.ts';

/** aws: 1,440 data points in one answer — API reference, GetMetricStatistics */
const MOST = 1440;

export const getMetricStatistics: CloudWatchOperation<'GetMetricStatistics'> = {
  access: anywhere,
  run: (input, { scope }, { store, clock }) => {
    const { Namespace, MetricName, Dimensions = [], StartTime, EndTime, Period, Unit } = input;
    const wrong = [timeProblem(StartTime, EndTime), isPeriod(Period) ? undefined : errors.notMinutes('Period', Period)];
    const plain = input.Statistics ?? [];
    const extended = named(input.ExtendedStatistics ?? [], wrong);
    const sentences = wrong.filter((each) => each !== undefined);
    if (sentences.length > 0) throw errors.badValues(sentences);
    if (plain.length + extended.length === 0) throw errors.noStatistics();
    const interval = intervalOf(StartTime, EndTime, Period, clock.millis());
    const asked = Math.ceil((interval.end - interval.start) / Period);
    if (asked > MOST) throw errors.tooManyDatapoints(asked, MOST);
    const metric = store.find(scope, { namespace: Namespace, name: MetricName, dimensions: Dimensions });
    const units = metric === undefined ? [] : gathered(store, metric, Period, interval, Unit);
    const Datapoints = [...units].flatMap(([unit, series]) =>
      [...series].map(([at, samples]) => datapoint(at, unit as StandardUnit, samples, plain, extended)),
    );
    return { Label: MetricName, Datapoints };
  },
};

function named(names: readonly string[], wrong: (string | undefined)[]): (readonly [string, Statistic])[] {
  return names.flatMap((name, i) => {
    const at = `ExtendedStatistics.member.${i + 1}`;
    const statistic = statisticOf(name);
    if (statistic) return [[name, statistic] as const];
    wrong.push(errors.badStatistic(at));
    return [];
  });
}

function datapoint(
  at: number,
  unit: StandardUnit,
  samples: Samples,
  plain: readonly StatisticName[],
  extended: readonly (readonly [string, Statistic])[],
): Datapoint {
  const values = (statistics: readonly (readonly [string, Statistic])[]) =>
    Object.fromEntries(statistics.map(([name, statistic]) => [name, statistic(samples)]));
  return {
    Timestamp: new Date(at * 1000),
    Unit: unit,
    ...values(plain.map((name) => [name, statisticOf(name) as Statistic])),
    ...(extended.length > 0 && { ExtendedStatistics: values(extended) as Record<string, number> }),
  };
}
