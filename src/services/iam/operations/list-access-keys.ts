import { onUserOrSelf } from '../access.ts';
import { keyOwner } from '../access-keys.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';

export const listAccessKeys: IamOperation<'ListAccessKeys'> = {
  access: onUserOrSelf,
  run: (input, call, deps) => {
    const { keys } = deps.store.in(call.scope);
    const rows = [...keyOwner(input, call, deps).accessKeys].sort().flatMap((id) => keys.get(id) ?? []);
    const { items, more } = page(rows, (row) => row.id, input);
    const AccessKeyMetadata = items.map((row) => ({
      UserName: row.userName,
      AccessKeyId: row.id,
      Status: row.status,
      CreateDate: new Date(row.createdAt),
    }));
    return { AccessKeyMetadata, ...more };
  },
};
