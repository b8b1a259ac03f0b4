import { onRole, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { ANY_CASE, withTags } from '../tags.ts';

export const tagRole: IamOperation<'TagRole'> = {
  access: (input, scope) => within(onRole(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    amendPrincipal('role', input.RoleName, call, deps, (row) => ({ tags: withTags(ANY_CASE, row.tags, input.Tags) }));
    return {};
  },
};
