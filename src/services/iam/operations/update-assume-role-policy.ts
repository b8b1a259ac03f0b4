import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { modifiableRole } from '../entities.ts';
import { pinsOf } from '../pinned-principals.ts';
import { checkTrust } from '../trust.ts';

export const updateAssumeRolePolicy: IamOperation<'UpdateAssumeRolePolicy'> = {
  access: onRole,
  run: (input, call, deps) => {
    const row = modifiableRole(input.RoleName, call, deps);
    checkTrust(input.PolicyDocument);
    const pins = pinsOf(input.PolicyDocument, call.scope, deps.store);
    deps.store.in(call.scope).roles.put({ ...row, trust: input.PolicyDocument, pins });
    return {};
  },
};
