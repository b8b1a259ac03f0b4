import { onRole } from '../access.ts';
import { listAttachedPolicies } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const listAttachedRolePolicies: IamOperation<'ListAttachedRolePolicies'> = {
  access: onRole,
  run: (input, call, deps) => listAttachedPolicies('role', input.RoleName, input, call, deps),
};
