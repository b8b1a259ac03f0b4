import { onEverything } from '../access.ts';
import { accountRow } from '../account.ts';
import type { IamOperation } from '../deps.ts';

export const listAccountAliases: IamOperation<'ListAccountAliases'> = {
  access: onEverything,
  run: (_input, call, deps) => {
    const { alias } = accountRow(call, deps).row;
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },
};
