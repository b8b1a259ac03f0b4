import { onGroup } from '../access.ts';
import { listAttachedPolicies } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const listAttachedGroupPolicies: IamOperation<'ListAttachedGroupPolicies'> = {
  access: onGroup,
  run: (input, call, deps) => listAttachedPolicies('group', input.GroupName, input, call, deps),
};
