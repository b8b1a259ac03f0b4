import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';
import { passwordPolicyNotFound } from '../errors.ts';

export const deleteAccountPasswordPolicy: IamOperation<'DeleteAccountPasswordPolicy'> = {
  access: onEverything,
  run: (_input, call, deps) => {
    const account = accountRow(call, deps);
    if (!account.row.passwordPolicy) throw passwordPolicyNotFound();
    const { passwordPolicy: _, ...row } = account.row;
    account.put(row);
    return {};
  },
};
