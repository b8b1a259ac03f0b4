import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { quota } from '../errors.ts';
import { LIMITS } from '../limits.ts';

export const addUserToGroup: IamOperation<'AddUserToGroup'> = {
  access: onGroup,
  run: (input, call, deps) => {
    const user = find('user', input.UserName, call, deps);
    const group = find('group', input.GroupName, call, deps);
    if (user.groups.includes(group.name)) return {};
    if (user.groups.length >= LIMITS.groupsPerUser) throw quota('GroupsPerUser', LIMITS.groupsPerUser);
    deps.store.in(call.scope).users.put({ ...user, groups: [...user.groups, group.name] });
    return {};
  },
};
