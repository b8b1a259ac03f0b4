import type { ComparisonOperator, StateValue } from '#api/cloudwatch';
import { breaches, type Real, type Slot, type Verdict } from './judge.ts';
import type { MetricAlarmRow } from './rows.ts';

/** aws: the state of an alarm before it is first evaluated — recorded in localstack tests/aws/services/cloudwatch, test_put_metric_alarm */
export const UNCHECKED = 'Unchecked: Initial alarm creation';

const COMPARISON: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** aws: numbers look as Java prints doubles: `21.5`, `3.0`, `1.0E7` — recorded as above */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', exponent] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `2024-09-19T06:01:18.043+0000` */
export const instant = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

/** `19/09/24 05:56:00` */
function moment(seconds: number): string {
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split('T');
  const [year = '', month, date] = day.split('-');
  return `${date}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const were = (count: number): string => (count === 1 ? 'was' : 'were');
const TREATED: Readonly<Record<string, string>> = { breaching: 'Breaching', notBreaching: 'NonBreaching' };

/** aws: from so many on, the data points follow in a sentence of their own — observed in public alarm notifications */
const LISTED = 5;

/** aws: why an alarm has the state it has, in words — recorded as above, and observed in many public alarm notifications */
export function reasonOf(settings: MetricAlarmRow['settings'], verdict: Verdict): string {
  const { reals, filled, state } = verdict;
  const periods = settings.EvaluationPeriods ?? 1;
  const telling = reals.filter(({ value }) => breaches(settings, value) === (state === 'ALARM'));
  const treated = TREATED[settings.TreatMissingData ?? ''];
  const missing = `${counted(filled, 'missing datapoint')} ${were(filled)} treated as [${treated ?? 'Missing'}]`;
  const head = state === 'INSUFFICIENT_DATA' ? 'Insufficient Data' : 'Threshold Crossed';
  if (telling.length === 0 || state === 'INSUFFICIENT_DATA') {
    const received = reals.length === 0 ? 'no datapoints were' : `${counted(reals.length, 'datapoint')} ${were(reals.length)}`;
    return `${head}: ${received} received for ${counted(periods, 'period')} and ${missing}.`;
  }
  const wanted = settings.DatapointsToAlarm;
  const many =
    wanted === undefined ? counted(telling.length, 'datapoint') : `${telling.length} out of the last ${periods} datapoints`;
  const shown = telling.slice(0, LISTED);
  const list = `[${shown.map(({ value, at }) => `${decimal(value)} (${moment(at)})`).join(', ')}]`;
  const not = state === 'ALARM' ? '' : 'not ';
  const comparison = COMPARISON[settings.ComparisonOperator ?? 'GreaterThanThreshold'];
  const crossed = `${were(telling.length)} ${not}${comparison} the threshold (${decimal(settings.Threshold ?? 0)})`;
  const most = state === 'ALARM' ? 'The most recent datapoints which crossed the threshold: ' : 'The most recent datapoints: ';
  const said = telling.length < LISTED ? `${many} ${list} ${crossed}` : `${many} ${crossed}. ${most}${list}`;
  return `${head}: ${said}${filled > 0 && treated ? ` and ${missing}` : ''}${leastOf(wanted, periods, state)}.`;
}

function leastOf(wanted: number | undefined, periods: number, state: StateValue): string {
  if (wanted === undefined) return '';
  const [least, way] = state === 'ALARM' ? [wanted, 'OK -> ALARM'] : [periods - wanted + 1, 'ALARM -> OK'];
  return ` (minimum ${counted(least, 'datapoint')} for ${way} transition)`;
}

/** aws: the same for machines — recorded as above. That the newest evaluated data point comes first is inferred. */
export function reasonDataOf(
  settings: MetricAlarmRow['settings'],
  { reals, filled }: Verdict,
  slots: readonly Slot[],
  period: number,
  now: number,
): string {
  const statistic = settings.Statistic ?? settings.ExtendedStatistic;
  const missing = slots.filter(({ value }) => value === undefined).slice(0, filled);
  const evaluated = [...reals, ...missing].sort((a, b) => b.at - a.at);
  const oldest = reals.at(-1);
  const members = [
    '"version":"1.0"',
    `"queryDate":"${instant(now)}"`,
    ...(oldest ? [`"startDate":"${instant(oldest.at * 1000)}"`] : []),
    ...(settings.Unit ? [`"unit":"${settings.Unit}"`] : []),
    ...(statistic ? [`"statistic":"${statistic}"`] : []),
    `"period":${period}`,
    `"recentDatapoints":[${[...reals].reverse().map(({ value }) => decimal(value))}]`,
    `"threshold":${decimal(settings.Threshold ?? 0)}`,
    `"evaluatedDatapoints":[${evaluated.map(evaluatedDatapoint)}]`,
  ];
  return `{${members.join(',')}}`;
}

function evaluatedDatapoint({ at, value, samples }: Slot | Real): string {
  const count = samples === undefined ? '' : `,"sampleCount":${decimal(samples)}`;
  return `{"timestamp":"${instant(at * 1000)}"${value === undefined ? '' : `${count},"value":${decimal(value)}`}}`;
}
