import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { checkedTags } from '../tags.ts';

export const tagLogGroup: LogsOperation<'TagLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName, tags }, { scope }, { store }) => {
    const group = store.group(scope, logGroupName);
    store.groups(scope).put([logGroupName], { ...group, tags: checkedTags(group.tags, tags) });
    return {};
  },
};
