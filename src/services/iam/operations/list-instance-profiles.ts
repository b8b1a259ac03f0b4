import { listing } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';
import { profileShape } from '../shapes.ts';

export const listInstanceProfiles: IamOperation<'ListInstanceProfiles'> = {
  access: listing('instance-profile'),
  run: (input, call, deps) => {
    const rows = deps.store.in(call.scope);
    const below = rows.profiles.list().filter((row) => row.path.startsWith(input.PathPrefix ?? '/'));
    const { items, more } = page(below, (row) => row.name.toLowerCase(), input);
    return { InstanceProfiles: items.map((row) => profileShape(call.scope, row, rows)), ...more };
  },
};
