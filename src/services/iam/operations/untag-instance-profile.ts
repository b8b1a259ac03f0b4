import { onProfile, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findProfile } from '../instance-profiles.ts';
import { EXACT_CASE, withoutTags } from '../tags.ts';

export const untagInstanceProfile: IamOperation<'UntagInstanceProfile'> = {
  access: (input, scope) => within(onProfile(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    const row = findProfile(input.InstanceProfileName, call, deps);
    deps.store.in(call.scope).profiles.put({ ...row, tags: withoutTags(EXACT_CASE, row.tags, input.TagKeys) });
    return {};
  },
};
