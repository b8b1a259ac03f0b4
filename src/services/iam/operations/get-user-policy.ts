import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { getInlinePolicy } from '../inline-policies.ts';

export const getUserPolicy: IamOperation<'GetUserPolicy'> = {
  access: onUser,
  run: (input, call, deps) => ({
    UserName: find('user', input.UserName, call, deps).name,
    ...getInlinePolicy('user', input.UserName, input, call, deps),
  }),
};
