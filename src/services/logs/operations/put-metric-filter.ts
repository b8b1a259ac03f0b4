import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { limitExceeded, noSystemFields, noTransformers, reservedNamespace } from '../errors.ts';
import { compilePattern } from '../filter-pattern.ts';
import { measureOf } from '../metric-filters.ts';

/** aws: 100 metric filters per log group — CloudWatch Logs quotas */
const MOST = 100;
/** aws: of which so many have regular expressions — recorded, radkawar/stackd logs/metric_filters.json */
const MOST_WITH_REGEXES = 5;

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
    const isRegular = (pattern: string) => compilePattern(pattern).regexes > 0;
    if (measureOf(row).pattern.regexes > 0) {
      const others = filters.list({ under: [logGroupName] }).filter((each) => each.filterName !== filterName);
      if (others.filter((each) => isRegular(each.filterPattern)).length >= MOST_WITH_REGEXES) throw limitExceeded();
    }
    filters.put([logGroupName, filterName], row);
    metricFilters.changed(group.folder);
    return {};
  },
};
