import { onRole, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { boundaryPolicy } from '../managed-policies.ts';

export const putRolePermissionsBoundary: IamOperation<'PutRolePermissionsBoundary'> = {
  access: (input, scope) => within(onRole(input, scope), { 'iam:PermissionsBoundary': input.PermissionsBoundary }),
  run: (input, call, deps) => {
    amendPrincipal('role', input.RoleName, call, deps, () => {
      return { boundary: boundaryPolicy(deps.store, call.scope, input.PermissionsBoundary).arn };
    });
    return {};
  },
};
