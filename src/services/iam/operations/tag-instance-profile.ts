import { onProfile, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findProfile } from '../instance-profiles.ts';
import { EXACT_CASE, withTags } from '../tags.ts';

export const tagInstanceProfile: IamOperation<'TagInstanceProfile'> = {
  access: (input, scope) => within(onProfile(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    const row = findProfile(input.InstanceProfileName, call, deps);
    deps.store.in(call.scope).profiles.put({ ...row, tags: withTags(EXACT_CASE, row.tags, input.Tags) });
    return {};
  },
};
