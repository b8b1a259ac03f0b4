import { listing } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';
import { groupShape } from '../shapes.ts';

export const listGroups: IamOperation<'ListGroups'> = {
  access: listing('group'),
  run: (input, call, deps) => {
    const groups = deps.store.in(call.scope).groups.list();
    const below = groups.filter((row) => row.path.startsWith(input.PathPrefix ?? '/'));
    const { items, more } = page(below, (row) => row.name.toLowerCase(), input);
    return { Groups: items.map((row) => groupShape(call.scope, row)), ...more };
  },
};
