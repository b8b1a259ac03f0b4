import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { roleShape } from '../shapes.ts';

export const getRole: IamOperation<'GetRole'> = {
  access: onRole,
  run: (input, call, deps) => ({ Role: roleShape(call.scope, find('role', input.RoleName, call, deps)) }),
};
