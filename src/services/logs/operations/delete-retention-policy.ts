import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const deleteRetentionPolicy: LogsOperation<'DeleteRetentionPolicy'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName }, { scope }, { store }) => {
    const { retentionInDays: _, ...group } = store.group(scope, logGroupName);
    store.groups(scope).put([logGroupName], group);
    return {};
  },
};
