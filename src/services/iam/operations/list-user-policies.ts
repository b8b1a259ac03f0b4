import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { listInlinePolicies } from '../inline-policies.ts';

export const listUserPolicies: IamOperation<'ListUserPolicies'> = {
  access: onUser,
  run: (input, call, deps) => listInlinePolicies('user', input.UserName, input, call, deps),
};
