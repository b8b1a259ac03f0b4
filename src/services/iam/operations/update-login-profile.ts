import { onUser } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { changeProfile } from '../passwords.ts';

export const updateLoginProfile: IamOperation<'UpdateLoginProfile'> = {
  access: onUser,
  run: async ({ UserName, Password: password, PasswordResetRequired: resetRequired }, call, deps) => {
    await changeProfile(UserName, { password, resetRequired }, call, deps);
    return {};
  },
};
