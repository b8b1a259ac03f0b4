import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { putInlinePolicy } from '../inline-policies.ts';

export const putUserPolicy: IamOperation<'PutUserPolicy'> = {
  access: onUser,
  run: (input, call, deps) => {
    putInlinePolicy('user', input.UserName, input, call, deps);
    return {};
  },
};
