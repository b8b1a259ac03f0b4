import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { without } from '../tags.ts';

export const untagLogGroup: LogsOperation<'UntagLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName, tags }, { scope }, { store }) => {
    const group = store.group(scope, logGroupName);
    store.groups(scope).put([logGroupName], { ...group, tags: without(group.tags, tags) });
    return {};
  },
};
