import type { DimensionFilter, Metric } from '#api/cloudwatch';
import { anywhere } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import { placeOf, tokenOf } from '../page-token.ts';
import type { MetricRow } from '../store.ts';

/** aws: 500 a page; metrics of the past two weeks, or of the past three hours — API reference, ListMetrics */
const PAGE = 500;
const TWO_WEEKS = 14 * 86_400;
const THREE_HOURS = 3 * 3600;

const fits = ({ dimensions }: MetricRow, filters: readonly DimensionFilter[]): boolean =>
  filters.every(({ Name, Value }) =>
    dimensions.some((each) => each.Name === Name && (Value === undefined || each.Value === Value)),
  );

export const listMetrics: CloudWatchOperation<'ListMetrics'> = {
  access: anywhere,
  run: ({ Namespace, MetricName, Dimensions = [], NextToken, RecentlyActive }, { scope }, { store, clock }) => {
    const since = Math.floor(clock.millis() / 1000) - (RecentlyActive ? THREE_HOURS : TWO_WEEKS);
    const found: Metric[] = [];
    let last = 0;
    for (const row of store.metrics(scope, { namespace: Namespace, name: MetricName, since, after: placeOf(NextToken) })) {
      if (!fits(row, Dimensions)) continue;
      if (found.length === PAGE) return { Metrics: found, NextToken: tokenOf(last) };
      found.push({ Namespace: row.namespace, MetricName: row.name, Dimensions: row.dimensions });
      last = row.id;
    }
    return { Metrics: found };
  },
};
