import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { trustOf } from '../pinned-principals.ts';
import { roleShape } from '../shapes.ts';

export const getRole: IamOperation<'GetRole'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = find('role', input.RoleName, call, deps);
    const used = deps.lastUse.ofRole(call.scope.account, row.id);
    return {
      Role: {
        ...roleShape(call.scope, { ...row, trust: trustOf(row, call.scope, deps.store) }),
        RoleLastUsed: used ? { LastUsedDate: new Date(used.at), Region: used.region } : {},
      },
    };
  },
};
