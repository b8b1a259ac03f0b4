import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';

export const deleteRolePermissionsBoundary: IamOperation<'DeleteRolePermissionsBoundary'> = {
  access: onRole,
  run: (input, call, deps) => {
    const { boundary: _, ...row } = find('role', input.RoleName, call, deps);
    deps.store.in(call.scope).roles.put(row);
    return {};
  },
};
