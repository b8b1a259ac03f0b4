import type { IamOperation } from '../deps.ts';
import { notAUser, oldPasswordWrong } from '../errors.ts';
import { changeProfile } from '../passwords.ts';

export const changePassword: IamOperation<'ChangePassword'> = {
  access: (_input, _scope, caller) => ({ resource: caller.arn }),
  run: async ({ OldPassword, NewPassword: password }, call, deps) => {
    const { kind, userName } = call.caller;
    if (kind !== 'user' || userName === undefined) throw notAUser();
    const old = { password: OldPassword, refuse: oldPasswordWrong };
    await changeProfile(userName, { password, old, resetRequired: false }, call, deps);
    return {};
  },
};
