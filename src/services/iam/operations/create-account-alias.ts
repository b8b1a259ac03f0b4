import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';

/** aws: an account has one alias; a new one replaces it — developer guide "Your AWS account ID and its alias" */
export const createAccountAlias: IamOperation<'CreateAccountAlias'> = {
  access: onEverything,
  run: ({ AccountAlias }, call, deps) => {
    const account = accountRow(call, deps);
    account.put({ ...account.row, alias: AccountAlias });
    return {};
  },
};
