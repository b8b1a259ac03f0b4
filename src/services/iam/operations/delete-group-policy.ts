import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { deleteInlinePolicy } from '../inline-policies.ts';

export const deleteGroupPolicy: IamOperation<'DeleteGroupPolicy'> = {
  access: onGroup,
  run: (input, call, deps) => {
    deleteInlinePolicy('group', input.GroupName, input, call, deps);
    return {};
  },
};
