import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { ownerOfProfile } from '../passwords.ts';

export const deleteLoginProfile: IamOperation<'DeleteLoginProfile'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const { loginProfile: _gone, ...user } = ownerOfProfile(keyOwner(input, call, deps).name, call, deps);
    deps.store.in(call.scope).users.put(user);
    return {};
  },
};
