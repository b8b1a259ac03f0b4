import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';

export const updateRole: IamOperation<'UpdateRole'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = find('role', input.RoleName, call, deps);
    deps.store.in(call.scope).roles.put({
      ...row,
      maxSessionDuration: input.MaxSessionDuration ?? row.maxSessionDuration,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    });
    return {};
  },
};
