import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { membersOf } from '../membership.ts';
import { page } from '../pages.ts';
import { groupShape, userInList } from '../shapes.ts';

export const getGroup: IamOperation<'GetGroup'> = {
  access: onGroup,
  run: (input, call, deps) => {
    const group = find('group', input.GroupName, call, deps);
    const members = membersOf(group, deps.store.in(call.scope));
    const { items, more } = page(members, (row) => row.name.toLowerCase(), input);
    return { Group: groupShape(call.scope, group), Users: items.map((row) => userInList(call.scope, row)), ...more };
  },
};
