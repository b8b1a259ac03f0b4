import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';

export const deleteUserPermissionsBoundary: IamOperation<'DeleteUserPermissionsBoundary'> = {
  access: onUser,
  run: (input, call, deps) => {
    const { boundary: _, ...row } = find('user', input.UserName, call, deps);
    deps.store.in(call.scope).users.put(row);
    return {};
  },
};
