import { groupOfArn, onTags } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const listTagsForResource: LogsOperation<'ListTagsForResource'> = {
  access: ({ resourceArn }, scope) => onTags(scope, groupOfArn(resourceArn, scope)),
  run: ({ resourceArn }, { scope }, { store }) => ({ tags: store.group(scope, groupOfArn(resourceArn, scope)).tags }),
};
