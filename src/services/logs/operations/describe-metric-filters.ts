import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badPaginationToken, groupOrMetric } from '../errors.ts';
import { keyIn, tokenAfter } from '../page-token.ts';
import type { MetricFilterRow } from '../rows.ts';

const DEFAULT_LIMIT = 50;

export const describeMetricFilters: LogsOperation<'DescribeMetricFilters'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName ?? ''),
  run: (input, { scope }, { store }) => {
    const { logGroupName, filterNamePrefix = '', metricName, metricNamespace, limit = DEFAULT_LIMIT } = input;
    // aws: one goes with the other, and neither with a group — recorded, radkawar/stackd logs/metric_filters.json
    const ofMetric = metricName !== undefined || metricNamespace !== undefined;
    if (ofMetric && (logGroupName !== undefined || metricName === undefined || metricNamespace === undefined))
      throw groupOrMetric();
    if (logGroupName !== undefined) store.group(scope, logGroupName);
    const [afterGroup, afterName] =
      input.nextToken === undefined ? ['', ''] : keyIn(input.nextToken, ['', ''] as const, badPaginationToken);
    const wanted = (filter: MetricFilterRow) =>
      filter.filterName.startsWith(filterNamePrefix) &&
      (metricName === undefined ||
        filter.metricTransformations.some(
          (each) => each.metricName === metricName && each.metricNamespace === metricNamespace,
        )) &&
      (filter.logGroupName > afterGroup || (filter.logGroupName === afterGroup && filter.filterName > afterName));
    const rows = store
      .metricFilters(scope)
      .list(logGroupName === undefined ? {} : { under: [logGroupName] })
      .filter(wanted);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      metricFilters: page.map((row) => ({ ...row, applyOnTransformedLogs: false })),
      nextToken: rows.length > limit && last ? tokenAfter([last.logGroupName, last.filterName]) : undefined,
    };
  },
};
