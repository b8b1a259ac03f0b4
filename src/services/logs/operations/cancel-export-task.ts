import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { exportNotFound, exportOver } from '../errors.ts';
import { isActive } from './describe-export-tasks.ts';

export const cancelExportTask: LogsOperation<'CancelExportTask'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: ({ taskId }, { scope }, { store, exports }) => {
    const task = store.exports(scope).get(taskId);
    if (!task) throw exportNotFound();
    if (!isActive(task)) throw exportOver();
    store.exports(scope).put([taskId], { ...task, code: 'PENDING_CANCEL' });
    exports.cancel(taskId);
    return {};
  },
};
