import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { deleteInlinePolicy } from '../inline-policies.ts';

export const deleteRolePolicy: IamOperation<'DeleteRolePolicy'> = {
  access: onRole,
  run: (input, call, deps) => {
    deleteInlinePolicy('role', input.RoleName, input, call, deps);
    return {};
  },
};
