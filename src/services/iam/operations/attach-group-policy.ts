import { onGroup, within } from '../access.ts';
import { attachPolicy } from '../attachments.ts';
import type { IamOperation } from '../deps.ts';

export const attachGroupPolicy: IamOperation<'AttachGroupPolicy'> = {
  access: (input, scope) => within(onGroup(input, scope), { 'iam:PolicyARN': input.PolicyArn }),
  run: (input, call, deps) => {
    attachPolicy('group', input.GroupName, input, call, deps);
    return {};
  },
};
