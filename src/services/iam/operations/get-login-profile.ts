import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { noLoginProfile } from '../errors.ts';

/** aws: a user without a password is NoSuchEntity — API reference, GetLoginProfile; here nobody has one */
export const getLoginProfile: IamOperation<'GetLoginProfile'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    throw noLoginProfile(keyOwner(input, call, deps).name);
  },
};
