import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { getInlinePolicy } from '../inline-policies.ts';

export const getGroupPolicy: IamOperation<'GetGroupPolicy'> = {
  access: onGroup,
  run: (input, call, deps) => ({
    GroupName: find('group', input.GroupName, call, deps).name,
    ...getInlinePolicy('group', input.GroupName, input, call, deps),
  }),
};
