import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { putInlinePolicy } from '../inline-policies.ts';

export const putGroupPolicy: IamOperation<'PutGroupPolicy'> = {
  access: onGroup,
  run: (input, call, deps) => {
    putInlinePolicy('group', input.GroupName, input, call, deps);
    return {};
  },
};
