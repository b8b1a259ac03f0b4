import { listing } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';
import { roleInList } from '../shapes.ts';

export const listRoles: IamOperation<'ListRoles'> = {
  access: listing('role'),
  run: (input, call, deps) => {
    const roles = deps.store.in(call.scope).roles.list();
    const below = roles.filter((row) => row.path.startsWith(input.PathPrefix ?? '/'));
    const { items, more } = page(below, (row) => row.name.toLowerCase(), input);
    return { Roles: items.map((row) => roleInList(call.scope, row)), ...more };
  },
};
