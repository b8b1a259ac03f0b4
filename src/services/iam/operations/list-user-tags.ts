import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { find } from '../entities.ts';
import { listTags } from '../tags.ts';

export const listUserTags: IamOperation<'ListUserTags'> = {
  access: onUser,
  run: (input, call, deps) => listTags(find('user', input.UserName, call, deps).tags, input),
};
