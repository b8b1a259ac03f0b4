import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { knownPolicy } from '../own-policies.ts';
import { listTags } from '../tags.ts';

export const listPolicyTags: IamOperation<'ListPolicyTags'> = {
  access: onPolicy,
  run: (input, call, deps) => listTags(knownPolicy(input.PolicyArn, call, deps).row.tags, input),
};
