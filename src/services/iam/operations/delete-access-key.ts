import { onUserOrSelf } from '../access.ts';
import { keyOwner, ownKey } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';

export const deleteAccessKey: IamOperation<'DeleteAccessKey'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const user = keyOwner(input, call, deps);
    const { id } = ownKey(user, input.AccessKeyId, call, deps);
    const { users, keys } = deps.store.in(call.scope);
    deps.store.transaction(() => {
      keys.delete(id);
      users.put({ ...user, accessKeys: user.accessKeys.filter((other) => other !== id) });
    });
    return {};
  },
};
