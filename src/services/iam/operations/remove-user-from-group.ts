import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';

export const removeUserFromGroup: IamOperation<'RemoveUserFromGroup'> = {
  access: onGroup,
  run: (input, call, deps) => {
    const user = find('user', input.UserName, call, deps);
    const group = find('group', input.GroupName, call, deps);
    deps.store.in(call.scope).users.put({ ...user, groups: user.groups.filter((name) => name !== group.name) });
    return {};
  },
};
