import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { putInlinePolicy } from '../inline-policies.ts';

export const putRolePolicy: IamOperation<'PutRolePolicy'> = {
  access: onRole,
  run: (input, call, deps) => {
    putInlinePolicy('role', input.RoleName, input, call, deps);
    return {};
  },
};
