import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { metricFilterNotFound } from '../errors.ts';

export const deleteMetricFilter: LogsOperation<'DeleteMetricFilter'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName, filterName }, { scope }, { store, metricFilters }) => {
    const group = store.group(scope, logGroupName);
    if (!store.metricFilters(scope).delete(logGroupName, filterName)) throw metricFilterNotFound();
    metricFilters.changed(group.folder);
    return {};
  },
};
