import type { PutMetricAlarmInput } from '#api/cloudwatch';
import * as errors from '../errors.ts';
import { planned } from '../queries.ts';
import { statisticOf } from '../statistic.ts';
import { isSupported } from './judge.ts';
import { periodOf } from './look.ts';

const DAY = 86_400;

/** aws: these belong to one metric, not to an expression — API reference, PutMetricAlarm, Metrics */
const OF_ONE_METRIC = ['MetricName', 'Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'] as const;

/** AWS has these; they are refused, never passed over. */
const NOT_BUILT = [
  'ThresholdMetricId',
  'EvaluationWindow',
  'WarmUpConfiguration',
  'EvaluationCriteria',
  'EvaluationInterval',
] as const;

/** What is wrong with a metric alarm: every sentence, in the order of the parameters. */
export function wrongIn(input: PutMetricAlarmInput): string[] {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, TreatMissingData } = input;
  const wrong: string[] = NOT_BUILT.filter((name) => input[name] !== undefined).map((name) =>
    errors.notYet(`The parameter ${name}`),
  );
  wrong.push(...wrongActions(input), ...(input.Metrics ? wrongMetrics(input) : wrongMetric(input)));
  for (const name of ['EvaluationPeriods', 'Threshold', 'ComparisonOperator'] as const) {
    if (input[name] === undefined && input.ThresholdMetricId === undefined) wrong.push(errors.missingParameter(name));
  }
  if (ComparisonOperator && !isSupported(ComparisonOperator)) wrong.push(errors.notYet(`The operator ${ComparisonOperator}`));
  if (TreatMissingData !== undefined && !['breaching', 'notBreaching', 'ignore', 'missing'].includes(TreatMissingData)) {
    wrong.push(errors.badMissing(TreatMissingData));
  }
  const low = input.EvaluateLowSampleCountPercentile;
  if (low !== undefined && low !== 'evaluate' && low !== 'ignore') wrong.push(errors.badLowSamples(low));
  if (DatapointsToAlarm !== undefined && EvaluationPeriods !== undefined && DatapointsToAlarm > EvaluationPeriods) {
    wrong.push(errors.tooManyDatapointsToAlarm);
  }
  const period = periodOf(input);
  const days = period >= 3600 ? 7 : 1;
  if ((EvaluationPeriods ?? 1) * period > days * DAY) wrong.push(errors.tooLong(days));
  return wrong;
}

function wrongMetric(input: PutMetricAlarmInput): string[] {
  const wrong: string[] = [];
  const { Statistic, ExtendedStatistic, Period } = input;
  for (const name of ['MetricName', 'Namespace', 'Period'] as const) {
    if (input[name] === undefined) wrong.push(errors.missingParameter(name));
  }
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) wrong.push(errors.oneStatistic);
  if (ExtendedStatistic !== undefined && !statisticOf(ExtendedStatistic)) {
    wrong.push(errors.badExtended(ExtendedStatistic));
  }
  if (Period !== undefined && !isAlarmPeriod(Period)) wrong.push(errors.badAlarmPeriod);
  return wrong;
}

function wrongMetrics(input: PutMetricAlarmInput): string[] {
  const metrics = input.Metrics ?? [];
  const wrong = OF_ONE_METRIC.filter((name) => input[name] !== undefined).map(errors.metricAndMetrics);
  planned(metrics);
  if (metrics.some(({ Expression = '' }) => /\bSEARCH\s*\(/i.test(Expression))) wrong.push(errors.noSearch);
  if (metrics.filter(({ ReturnData = true }) => ReturnData).length !== 1) wrong.push(errors.oneReturned);
  const periods = metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
  if (new Set(periods).size > 1) wrong.push(errors.unequalPeriods);
  if (!periods.every(isAlarmPeriod)) wrong.push(errors.badAlarmPeriod);
  return wrong;
}

const isAlarmPeriod = (period: number): boolean => period === 10 || period === 30 || period % 60 === 0;

interface Actions {
  readonly OKActions?: readonly string[] | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
}

/** Only topics can be told: an action that could never happen is refused at once. */
export function wrongActions({ OKActions = [], AlarmActions = [], InsufficientDataActions = [] }: Actions): string[] {
  const all = new Set([...OKActions, ...AlarmActions, ...InsufficientDataActions]);
  return [...all]
    .filter((action) => !/^arn:[\w-]+:sns:[\w-]+:\d{12}:/.test(action))
    .map((action) => (action.startsWith('arn:') ? errors.notYet(`The action ${action}`) : errors.noArn(action)));
}
