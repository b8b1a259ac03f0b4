import { onAlarms } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

/** aws: all or none — API reference, DeleteAlarms */
export const deleteAlarms: CloudWatchOperation<'DeleteAlarms'> = {
  access: onAlarms,
  run: ({ AlarmNames }, { scope }, { alarms }) => {
    const names = [...new Set(AlarmNames)];
    const rows = names.map((name) => alarms.store.alarms(scope).get(name));
    if (rows.filter((row) => row?.kind === 'CompositeAlarm').length > 1) throw errors.oneComposite();
    alarms.store.transaction(() => {
      for (const row of rows) {
        if (!row) throw errors.alarmNotFound();
        const parents = alarms.store.parents(scope, row.name).filter((parent) => !names.includes(parent));
        if (parents.length > 0) throw errors.parentsRemain(row.name, parents);
        alarms.keeper.delete(scope, row);
      }
    });
    return {};
  },
};
