import { listing } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';
import { userInList } from '../shapes.ts';

export const listUsers: IamOperation<'ListUsers'> = {
  access: listing('user'),
  run: (input, call, deps) => {
    const users = deps.store.in(call.scope).users.list();
    const below = users.filter((row) => row.path.startsWith(input.PathPrefix ?? '/'));
    const { items, more } = page(below, (row) => row.name.toLowerCase(), input);
    return { Users: items.map((row) => userInList(call.scope, row)), ...more };
  },
};
