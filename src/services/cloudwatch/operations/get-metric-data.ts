import type { MetricDataResult } from '#api/cloudwatch';
import { anywhere } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { timeProblem } from '../interval.ts';
import { placeOf, tokenOf } from '../page-token.ts';
import { type Answer, answers, planned } from '../queries.ts';

/** aws: up to 100,800 data points in one answer — API reference, GetMetricData */
const MOST = 100_800;

export const getMetricData: CloudWatchOperation<'GetMetricData'> = {
  access: anywhere,
  run: (input, { scope }, { store, clock }) => {
    const { MetricDataQueries, StartTime, EndTime, ScanBy, MaxDatapoints = MOST, NextToken } = input;
    const problem = timeProblem(StartTime, EndTime);
    if (problem) throw errors.invalid([problem]);
    if (MaxDatapoints < 1 || MaxDatapoints > MOST) throw errors.invalid([errors.tooMany('MaxDatapoints', MOST)]);
    const plans = planned(MetricDataQueries);
    const found = answers(plans, { store, scope, start: StartTime, end: EndTime, now: clock.millis() });
    // aws: the newest first unless asked — API reference, GetMetricData
    return page(found, placeOf(NextToken), MaxDatapoints, ScanBy !== 'TimestampAscending');
  },
};

/** aws: recorded in LocalStack's snapshots of GetMetricData with several units */
const severalUnits = (units: readonly string[]) => ({
  Code: 'MultipleUnits',
  Value: `Multiple units returned: '[${units.join(', ')}]'`,
});

/** The data points from a place on, as many as are wanted, counted over all series. */
function page(found: readonly Answer[], from: number, most: number, newestFirst: boolean) {
  const MetricDataResults: MetricDataResult[] = [];
  let place = 0;
  let left = most;
  let cut = false;
  for (const { id, series } of found) {
    const points = newestFirst ? [...series.values].reverse() : [...series.values];
    const first = Math.max(0, from - place);
    const shown = points.slice(first, first + left);
    place += points.length;
    left -= shown.length;
    const more = first + shown.length < points.length;
    cut ||= more;
    if (from > 0 && shown.length === 0) continue;
    MetricDataResults.push({
      Id: id,
      Label: series.label,
      Timestamps: shown.map(([at]) => new Date(at * 1000)),
      Values: shown.map(([, value]) => value),
      StatusCode: more ? 'PartialData' : 'Complete',
      ...(series.units && series.units.length > 1 && { Messages: [severalUnits(series.units)] }),
    });
  }
  return { MetricDataResults, Messages: [], ...(cut && { NextToken: tokenOf(from + most - left) }) };
}
