import { onGroup } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { listInlinePolicies } from '../inline-policies.ts';

export const listGroupPolicies: IamOperation<'ListGroupPolicies'> = {
  access: onGroup,
  run: (input, call, deps) => listInlinePolicies('group', input.GroupName, input, call, deps),
};
