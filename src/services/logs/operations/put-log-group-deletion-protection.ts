import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const putLogGroupDeletionProtection: LogsOperation<'PutLogGroupDeletionProtection'> = {
  access: (input, scope) => onGroup(scope, groupOf({ logGroupIdentifier: input.logGroupIdentifier }, scope)),
  run: ({ logGroupIdentifier, deletionProtectionEnabled }, { scope }, { store }) => {
    const name = groupOf({ logGroupIdentifier }, scope);
    store.groups(scope).put([name], { ...store.group(scope, name), deletionProtection: deletionProtectionEnabled });
    return {};
  },
};
