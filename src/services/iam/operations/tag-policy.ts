import { onPolicy, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { ownPolicy } from '../own-policies.ts';
import { EXACT_CASE, withTags } from '../tags.ts';

export const tagPolicy: IamOperation<'TagPolicy'> = {
  access: (input) => within(onPolicy(input), tagContext(input)),
  run: (input, call, deps) => {
    const { row } = ownPolicy(input.PolicyArn, call, deps);
    deps.store.in(call.scope).policies.put({ ...row, tags: withTags(EXACT_CASE, row.tags, input.Tags) });
    return {};
  },
};
