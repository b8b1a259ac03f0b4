import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { noBoundary } from '../errors.ts';

export const deleteUserPermissionsBoundary: IamOperation<'DeleteUserPermissionsBoundary'> = {
  access: onUser,
  run: (input, call, deps) => {
    const { boundary, ...row } = find('user', input.UserName, call, deps);
    if (boundary === undefined) throw noBoundary('user', row.name);
    deps.store.in(call.scope).users.put(row);
    return {};
  },
};
