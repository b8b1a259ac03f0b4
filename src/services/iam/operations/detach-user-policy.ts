import { onUser, within } from '../access.ts';
import { detachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const detachUserPolicy: IamOperation<'DetachUserPolicy'> = {
  access: (input, scope) => within(onUser(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    detachPolicy('user', input.UserName, input, call, deps);
    return {};
  },
};
