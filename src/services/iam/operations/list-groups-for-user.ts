import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { byKey, page } from '../pages.ts';
import { groupShape } from '../shapes.ts';

const lower = (name: string) => name.toLowerCase();

export const listGroupsForUser: IamOperation<'ListGroupsForUser'> = {
  access: onUser,
  run: (input, call, deps) => {
    const { groups } = deps.store.in(call.scope);
    const names = [...find('user', input.UserName, call, deps).groups].sort(byKey(lower));
    const { items, more } = page(names, lower, input);
    const rows = items.flatMap((name) => groups.get(name) ?? []);
    return { Groups: rows.map((row) => groupShape(call.scope, row)), ...more };
  },
};
