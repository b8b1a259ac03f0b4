import { groupOfArn, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const listTagsForResource: LogsOperation<'ListTagsForResource'> = {
  access: ({ resourceArn }, scope) => onGroup(scope, groupOfArn(resourceArn)),
  run: ({ resourceArn }, { scope }, { store }) => ({ tags: store.group(scope, groupOfArn(resourceArn)).tags }),
};
