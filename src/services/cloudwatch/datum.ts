import type { MetricDatum } from '#api/cloudwatch';
import { type Samples, samplesOf, samplesOfSet } from './distribution.ts';
import * as errors from './errors.ts';
import type { Datum } from './store.ts';

// aws: limits — API reference, PutMetricData and MetricDatum
const MOST_DATA = 1000;
const MOST_VALUES = 150;
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;
const LARGEST = 2 ** 360;

/** What PutMetricData is given, checked in AWS's words: every wrong value is told, each on its line. */
export function dataOf(namespace: string, given: readonly MetricDatum[], now: number, list = 'MetricData'): Datum[] {
  if (given.length > MOST_DATA) throw errors.badValues([errors.tooMany(list, MOST_DATA)]);
  const wrong: string[] = [];
  const data = given.map((datum, i): Datum => {
    const at = `${list}.member.${i + 1}`;
    const time = datum.Timestamp?.getTime() ?? now;
    if (time < now - OLDEST_MS) wrong.push(errors.tooOld(at));
    if (time > now + NEWEST_MS) wrong.push(errors.tooNew(at));
    const resolution = datum.StorageResolution ?? 60;
    if (resolution !== 1 && resolution !== 60) wrong.push(errors.badResolution(at));
    const names = (datum.Dimensions ?? []).map(({ Name }) => Name);
    const twice = names.find((name, j) => names.indexOf(name) !== j);
    if (twice !== undefined) wrong.push(errors.twiceNamed(at, twice));
    return {
      namespace,
      name: datum.MetricName,
      dimensions: datum.Dimensions ?? [],
      at: Math.floor(time / 1000),
      unit: datum.Unit ?? 'None',
      resolution,
      samples: samplesIn(datum, at, wrong),
    };
  });
  if (wrong.length > 0) throw errors.badValues(wrong);
  return data.filter((datum) => datum.samples.count > 0);
}

function samplesIn({ Value, Values, Counts, StatisticValues: set }: MetricDatum, at: string, wrong: string[]): Samples {
  if (Value !== undefined && Values !== undefined) throw errors.bothGiven(`${at}.Value`, `${at}.Values`);
  if (Value !== undefined && set) throw errors.bothGiven(`${at}.Value`, `${at}.StatisticValues`);
  if (Values !== undefined && set) throw errors.bothGiven(`${at}.Values`, `${at}.StatisticValues`);
  const numbers = (name: string, given: readonly number[]) => {
    // a comparison that NaN fails
    if (given.some((value) => !(Math.abs(value) <= LARGEST))) wrong.push(errors.notANumber(`${at}.${name}`));
  };
  if (set) {
    numbers('StatisticValues', [set.SampleCount, set.Sum, set.Minimum, set.Maximum]);
    if (!(set.SampleCount > 0)) wrong.push(errors.notPositive(`${at}.StatisticValues.SampleCount`));
    if (set.Minimum > set.Maximum) wrong.push(errors.minimumAboveMaximum(at));
    return samplesOfSet(set);
  }
  const values = Value === undefined ? Values : [Value];
  if (values === undefined) throw errors.noValue(at);
  numbers(Value === undefined ? 'Values' : 'Value', values);
  if (values.length > MOST_VALUES) wrong.push(errors.tooMany(`${at}.Values`, MOST_VALUES));
  if (Value !== undefined || Counts === undefined) return samplesOf(values, undefined);
  if (Counts.length !== values.length) throw errors.unequalCounts(at);
  if (Counts.some((count) => !(count >= 0 && count <= LARGEST))) wrong.push(errors.notPositive(`${at}.Counts`));
  return samplesOf(values, Counts);
}
