import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { profileShape } from '../login-profiles.ts';
import { ownerOfProfile } from '../passwords.ts';

export const getLoginProfile: IamOperation<'GetLoginProfile'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const user = ownerOfProfile(keyOwner(input, call, deps).name, call, deps);
    return { LoginProfile: profileShape(user, user.loginProfile) };
  },
};
