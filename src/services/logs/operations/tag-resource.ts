import { groupOfArn, onTags } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { checkedTags } from '../tags.ts';

export const tagResource: LogsOperation<'TagResource'> = {
  access: ({ resourceArn }, scope) => onTags(scope, groupOfArn(resourceArn, scope)),
  run: ({ resourceArn, tags }, { scope }, { store }) => {
    const group = store.group(scope, groupOfArn(resourceArn, scope));
    store.groups(scope).put([group.name], { ...group, tags: checkedTags(group.tags, tags) });
    return {};
  },
};
