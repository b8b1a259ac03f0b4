import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { roleDescribed } from '../shapes.ts';

export const updateRoleDescription: IamOperation<'UpdateRoleDescription'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = { ...find('role', input.RoleName, call, deps), description: input.Description };
    deps.store.in(call.scope).roles.put(row);
    return { Role: roleDescribed(call.scope, row) };
  },
};
