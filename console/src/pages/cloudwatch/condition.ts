import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';

/** Operators of alarms as they are written. */
export const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

/** `downtime > 0 for 1 datapoint within 1 minute`. */
export function condition(alarm: MetricAlarm): string {
  const { MetricName, ComparisonOperator = '', Threshold, EvaluationPeriods = 1, DatapointsToAlarm, Period = 60 } = alarm;
  const points = DatapointsToAlarm ?? EvaluationPeriods;
  const seconds = EvaluationPeriods * Period;
  const within = seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
  const what = MetricName ?? alarm.Metrics?.find(({ ReturnData }) => ReturnData !== false)?.Expression ?? 'expression';
  return `${what} ${SIGNS[ComparisonOperator] ?? ComparisonOperator} ${Threshold} for ${points} ${points === 1 ? 'datapoint' : 'datapoints'} within ${within}`;
}
