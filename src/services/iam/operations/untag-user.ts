import { onUser, tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { amendPrincipal } from '../entities.ts';
import { ANY_CASE, withoutTags } from '../tags.ts';

export const untagUser: IamOperation<'UntagUser'> = {
  access: (input, scope) => within(onUser(input, scope), tagContext(input)),
  run: (input, call, deps) => {
    amendPrincipal('user', input.UserName, call, deps, (row) => ({ tags: withoutTags(ANY_CASE, row.tags, input.TagKeys) }));
    return {};
  },
};
