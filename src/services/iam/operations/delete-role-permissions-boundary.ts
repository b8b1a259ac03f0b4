import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { noBoundary } from '../errors.ts';

export const deleteRolePermissionsBoundary: IamOperation<'DeleteRolePermissionsBoundary'> = {
  access: onRole,
  run: (input, call, deps) => {
    const { boundary, ...row } = find('role', input.RoleName, call, deps);
    if (boundary === undefined) throw noBoundary('role', row.name);
    deps.store.in(call.scope).roles.put(row);
    return {};
  },
};
