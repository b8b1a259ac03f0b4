import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { getInlinePolicy } from '../inline-policies.ts';

export const getRolePolicy: IamOperation<'GetRolePolicy'> = {
  access: onRole,
  run: (input, call, deps) => ({
    RoleName: find('role', input.RoleName, call, deps).name,
    ...getInlinePolicy('role', input.RoleName, input, call, deps),
  }),
};
