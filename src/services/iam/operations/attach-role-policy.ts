import { onRole, within } from '../access.ts';
import { attachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const attachRolePolicy: IamOperation<'AttachRolePolicy'> = {
  access: (input, scope) => within(onRole(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    attachPolicy('role', input.RoleName, input, call, deps);
    return {};
  },
};
