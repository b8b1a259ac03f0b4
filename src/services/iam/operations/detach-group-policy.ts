import { onGroup, within } from '../access.ts';
import { detachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const detachGroupPolicy: IamOperation<'DetachGroupPolicy'> = {
  access: (input, scope) => within(onGroup(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    detachPolicy('group', input.GroupName, input, call, deps);
    return {};
  },
};
