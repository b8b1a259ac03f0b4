import { onRole } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { listTags } from '../tags.ts';

export const listRoleTags: IamOperation<'ListRoleTags'> = {
  access: onRole,
  run: (input, call, deps) => listTags(find('role', input.RoleName, call, deps).tags, input),
};
