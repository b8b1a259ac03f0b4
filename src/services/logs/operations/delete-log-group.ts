import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { deletionProtected } from '../errors.ts';

export const deleteLogGroup: LogsOperation<'DeleteLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async ({ logGroupName }, { scope }, { store }) => {
    const group = store.group(scope, logGroupName);
    if (group.deletionProtection) throw deletionProtected(logGroupName);
    const streams = store.streams(scope);
    for (const { name } of streams.list({ under: [logGroupName] })) streams.delete(logGroupName, name);
    store.groups(scope).delete(logGroupName);
    // the rows are gone first: a crash in between leaves a folder without a row, which the next start sweeps away
    await store.dropGroup(group.folder);
    return {};
  },
};
