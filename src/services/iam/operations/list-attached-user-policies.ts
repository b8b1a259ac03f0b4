import { onUser } from '../access.ts';
import { listAttachedPolicies } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const listAttachedUserPolicies: IamOperation<'ListAttachedUserPolicies'> = {
  access: onUser,
  run: (input, call, deps) => listAttachedPolicies('user', input.UserName, input, call, deps),
};
