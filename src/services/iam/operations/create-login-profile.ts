import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { loginProfileExists, passwordMissing } from '../errors.ts';
import { profileShape } from '../login-profiles.ts';
import { checkPassword, newSalt, passwordHash } from '../passwords.ts';

export const createLoginProfile: IamOperation<'CreateLoginProfile'> = {
  access: onUserOrSelf,
  run: async (input, call, deps) => {
    const before = keyOwner(input, call, deps);
    if (before.loginProfile) throw loginProfileExists(before.name);
    if (input.Password === undefined) throw passwordMissing();
    checkPassword(input.Password, call, deps);
    const salt = newSalt(deps.ids);
    const hash = await passwordHash(input.Password, salt);
    return deps.store.transaction(() => {
      const user = keyOwner(input, call, deps);
      if (user.loginProfile) throw loginProfileExists(user.name);
      const now = deps.clock.millis();
      const row = { createdAt: now, changedAt: now, resetRequired: input.PasswordResetRequired ?? false, salt, hashes: [hash] };
      deps.store.in(call.scope).users.put({ ...user, loginProfile: row });
      return { LoginProfile: profileShape(user, row) };
    });
  },
};
