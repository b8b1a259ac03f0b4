import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';
import { aliasNotFound } from '../errors.ts';

export const deleteAccountAlias: IamOperation<'DeleteAccountAlias'> = {
  access: onEverything,
  run: ({ AccountAlias }, call, deps) => {
    const account = accountRow(call, deps);
    if (account.row.alias !== AccountAlias) throw aliasNotFound(AccountAlias);
    const { alias: _, ...row } = account.row;
    account.put(row);
    return {};
  },
};
