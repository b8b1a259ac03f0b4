import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { deleteInlinePolicy } from '../inline-policies.ts';

export const deleteUserPolicy: IamOperation<'DeleteUserPolicy'> = {
  access: onUser,
  run: (input, call, deps) => {
    deleteInlinePolicy('user', input.UserName, input, call, deps);
    return {};
  },
};
