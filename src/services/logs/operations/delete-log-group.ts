import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { deletionProtected } from '../errors.ts';

export const deleteLogGroup: LogsOperation<'DeleteLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async ({ logGroupName }, { scope }, { store, subscriptions }) => {
    const group = store.group(scope, logGroupName);
    if (group.deletionProtection) throw deletionProtected(logGroupName);
    for (const { id } of store.subscriptions.in(scope).list({ under: [logGroupName] })) await subscriptions.end(id);
    await store.deleteGroup(scope, group);
    return {};
  },
};
