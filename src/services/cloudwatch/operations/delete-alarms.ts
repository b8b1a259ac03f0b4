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
    const held = names.filter((name) => alarms.store.parents(scope, name).some((parent) => !names.includes(parent)));
    if (held.length > 0) throw errors.parentsRemain(held);
    alarms.store.transaction(() => {
      for (const row of rows) {
        if (!row) throw errors.alarmNotFound();
        alarms.keeper.delete(scope, row);
      }
    });
    return {};
  },
};
