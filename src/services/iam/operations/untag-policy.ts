import { onPolicy, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { ownPolicy } from '../own-policies.ts';
import { EXACT_CASE, withoutTags } from '../tags.ts';

export const untagPolicy: IamOperation<'UntagPolicy'> = {
  access: (input) => within(onPolicy(input), tagContext(input)),
  run: (input, call, deps) => {
    const { row } = ownPolicy(input.PolicyArn, call, deps);
    deps.store.in(call.scope).policies.put({ ...row, tags: withoutTags(EXACT_CASE, row.tags, input.TagKeys) });
    return {};
  },
};
