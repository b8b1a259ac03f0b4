import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { limitExceeded, noSystemFields, noTransformers, reservedNamespace } from '../errors.ts';
import { measureOf } from '../metric-filters.ts';

/** aws: 100 metric filters per log group — CloudWatch Logs quotas */
const MOST = 100;

export const putMetricFilter: LogsOperation<'PutMetricFilter'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: (input, { scope }, { store, clock, metricFilters }) => {
    const { logGroupName, filterName, filterPattern, metricTransformations } = input;
    const group = store.group(scope, logGroupName);
    // aws: names that begin so are AWS's own — API reference of CloudWatch, PutMetricData, Namespace
    if (metricTransformations.some(({ metricNamespace }) => metricNamespace.startsWith('AWS/'))) throw reservedNamespace();
    if (input.applyOnTransformedLogs) throw noTransformers();
    if (input.fieldSelectionCriteria || input.emitSystemFieldDimensions?.length) throw noSystemFields();
    const filters = store.metricFilters(scope);
    const creationTime = filters.get(logGroupName, filterName)?.creationTime;
    if (creationTime === undefined && filters.count({ under: [logGroupName] }) >= MOST) throw limitExceeded();
    const row = {
      logGroupName,
      filterName,
      filterPattern,
      metricTransformations,
      creationTime: creationTime ?? clock.millis(),
    };
    measureOf(row);
    filters.put([logGroupName, filterName], row);
    metricFilters.changed(group.folder);
    return {};
  },
};
