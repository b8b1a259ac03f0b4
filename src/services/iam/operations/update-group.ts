import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { alreadyExists } from '../errors.ts';
import { membersOf } from '../membership.ts';

export const updateGroup: IamOperation<'UpdateGroup'> = {
  access: onGroup,
  run: (input, call, deps) => {
    const row = find('group', input.GroupName, call, deps);
    const rows = deps.store.in(call.scope);
    const name = input.NewGroupName ?? row.name;
    const renamed = name.toLowerCase() !== row.name.toLowerCase();
    if (renamed && rows.groups.get(name)) throw alreadyExists('group', name);
    const members = membersOf(row, rows);
    deps.store.transaction(() => {
      if (renamed) rows.groups.delete(row.name);
      rows.groups.put({ ...row, name, path: input.NewPath ?? row.path });
      for (const user of members) {
        rows.users.put({ ...user, groups: user.groups.map((group) => (group === row.name ? name : group)) });
      }
    });
    return {};
  },
};
