import { onEverything } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { needsPrincipal } from '../errors.ts';
import { grantEntry } from '../grants.ts';
import { pageOf } from '../pages.ts';

export const listRetirableGrants: KmsOperation<'ListRetirableGrants'> = {
  access: onEverything,
  run: (input, { scope }, deps) => {
    const principal = input.RetiringPrincipal ?? input.RetiringServicePrincipal;
    if (principal === undefined) throw needsPrincipal('RetiringPrincipal');
    const all = deps.store
      .in(scope)
      .grants.list()
      .filter((row) => row.retiring?.name === principal);
    const { items, more } = pageOf(all, (row) => row.keyId + row.id, input, 100);
    return { Grants: items.map((row) => grantEntry(row, scope)), ...more };
  },
};
