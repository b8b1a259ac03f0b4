import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { page } from '../pages.ts';
import { profileShape } from '../shapes.ts';

export const listInstanceProfilesForRole: IamOperation<'ListInstanceProfilesForRole'> = {
  access: onRole,
  run: (input, call, deps) => {
    const role = find('role', input.RoleName, call, deps);
    const rows = deps.store.in(call.scope);
    const having = rows.profiles.list().filter((row) => row.roles.includes(role.name));
    const { items, more } = page(having, (row) => row.name.toLowerCase(), input);
    return { InstanceProfiles: items.map((row) => profileShape(call.scope, row, rows)), ...more };
  },
};
