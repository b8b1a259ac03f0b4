import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';

/** aws: what is not given falls back to its default, nothing stays as it was — model, UpdateAccountPasswordPolicy */
export const updateAccountPasswordPolicy: IamOperation<'UpdateAccountPasswordPolicy'> = {
  access: onEverything,
  run: (input, call, deps) => {
    const account = accountRow(call, deps);
    const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input;
    const passwordPolicy = {
      MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
      RequireSymbols: input.RequireSymbols ?? false,
      RequireNumbers: input.RequireNumbers ?? false,
      RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
      RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
      AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
      ...(MaxPasswordAge === undefined ? {} : { MaxPasswordAge }),
      ...(PasswordReusePrevention === undefined ? {} : { PasswordReusePrevention }),
      ...(HardExpiry === undefined ? {} : { HardExpiry }),
    };
    account.put({ ...account.row, passwordPolicy });
    return {};
  },
};
