import { onRole, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { ANY_CASE, withoutTags } from '../tags.ts';

export const untagRole: IamOperation<'UntagRole'> = {
  access: (input, scope) => within(onRole(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    amendPrincipal('role', input.RoleName, call, deps, (row) => ({ tags: withoutTags(ANY_CASE, row.tags, input.TagKeys) }));
    return {};
  },
};
