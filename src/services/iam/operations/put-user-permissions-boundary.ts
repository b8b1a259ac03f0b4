import { onUser, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { boundaryPolicy } from '../managed-policies.ts';

export const putUserPermissionsBoundary: IamOperation<'PutUserPermissionsBoundary'> = {
  access: (input, scope) => within(onUser(input, scope), { 'iam:PermissionsBoundary': input.PermissionsBoundary }),
  run: (input, call, deps) => {
    amendPrincipal('user', input.UserName, call, deps, () => {
      return { boundary: boundaryPolicy(deps.store, call.scope, input.PermissionsBoundary).arn };
    });
    return {};
  },
};
