import { onRole, within } from '../access.ts';
import { detachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const detachRolePolicy: IamOperation<'DetachRolePolicy'> = {
  access: (input, scope) => within(onRole(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    detachPolicy('role', input.RoleName, input, call, deps);
    return {};
  },
};
