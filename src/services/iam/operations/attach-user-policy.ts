import { onUser, within } from '../access.ts';
import { attachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const attachUserPolicy: IamOperation<'AttachUserPolicy'> = {
  access: (input, scope) => within(onUser(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    attachPolicy('user', input.UserName, input, call, deps);
    return {};
  },
};
