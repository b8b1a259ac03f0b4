import { groupOfArn, onTags } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { without } from '../tags.ts';

export const untagResource: LogsOperation<'UntagResource'> = {
  access: ({ resourceArn }, scope) => onTags(scope, groupOfArn(resourceArn, scope)),
  run: ({ resourceArn, tagKeys }, { scope }, { store }) => {
    const group = store.group(scope, groupOfArn(resourceArn, scope));
    store.groups(scope).put([group.name], { ...group, tags: without(group.tags, tagKeys) });
    return {};
  },
};
