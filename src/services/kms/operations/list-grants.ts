import { bareKeyOf, onKey } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { grantEntry } from '../grants.ts';
import { pageOf } from '../pages.ts';

export const listGrants: KmsOperation<'ListGrants'> = {
  access: onKey,
  run: (input, { scope }, deps) => {
    const key = bareKeyOf(input.KeyId, scope, deps);
    const principal = input.GranteePrincipal ?? input.GranteeServicePrincipal;
    const all = deps.store
      .in(key.scope)
      .grants.list({ under: [key.row.id] })
      .filter(
        (row) =>
          (input.GrantId === undefined || row.id === input.GrantId) &&
          (principal === undefined || row.grantee.name === principal),
      );
    const { items, more } = pageOf(all, (row) => row.id, input, 100);
    return { Grants: items.map((row) => grantEntry(row, key.scope)), ...more };
  },
};
