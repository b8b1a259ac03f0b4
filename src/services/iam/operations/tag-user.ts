import { onUser, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { ANY_CASE, withTags } from '../tags.ts';

export const tagUser: IamOperation<'TagUser'> = {
  access: (input, scope) => within(onUser(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    amendPrincipal('user', input.UserName, call, deps, (row) => ({ tags: withTags(ANY_CASE, row.tags, input.Tags) }));
    return {};
  },
};
