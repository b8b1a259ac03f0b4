import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { listInlinePolicies } from '../inline-policies.ts';

export const listRolePolicies: IamOperation<'ListRolePolicies'> = {
  access: onRole,
  run: (input, call, deps) => listInlinePolicies('role', input.RoleName, input, call, deps),
};
