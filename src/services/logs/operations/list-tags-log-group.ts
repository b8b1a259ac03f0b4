import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const listTagsLogGroup: LogsOperation<'ListTagsLogGroup'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: ({ logGroupName }, { scope }, { store }) => ({ tags: store.group(scope, logGroupName).tags }),
};
