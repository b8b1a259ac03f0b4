import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';
import { noPasswordPolicy } from '../errors.ts';

export const getAccountPasswordPolicy: IamOperation<'GetAccountPasswordPolicy'> = {
  access: onEverything,
  run: (_input, call, deps) => {
    const { passwordPolicy } = accountRow(call, deps).row;
    if (!passwordPolicy) throw noPasswordPolicy(call.scope.account);
    return { PasswordPolicy: { ...passwordPolicy, ExpirePasswords: passwordPolicy.MaxPasswordAge !== undefined } };
  },
};
