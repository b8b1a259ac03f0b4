import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { mustDeletePolicies, mustDetachPolicies, mustRemoveUsers } from '../errors.ts';
import { membersOf } from '../membership.ts';

export const deleteGroup: IamOperation<'DeleteGroup'> = {
  access: onGroup,
  run: (input, call, deps) => {
    const row = find('group', input.GroupName, call, deps);
    const rows = deps.store.in(call.scope);
    if (membersOf(row, rows).length) throw mustRemoveUsers();
    if (row.attached.length) throw mustDetachPolicies();
    if (Object.keys(row.inline).length) throw mustDeletePolicies();
    rows.groups.delete(row.name);
    return {};
  },
};
