import { onEverything } from '../access.ts';
import { type Detail, detailsOf } from '../authorization-details.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';

export const getAccountAuthorizationDetails: IamOperation<'GetAccountAuthorizationDetails'> = {
  access: onEverything,
  run: (input, call, { store }) => {
    const { items, more } = page(detailsOf(input.Filter, call.scope, store), (detail) => detail.key, input);
    const of = <K extends Detail['kind']>(kind: K) =>
      items.flatMap((detail) => (detail.kind === kind ? [(detail as Extract<Detail, { kind: K }>).detail] : []));
    return {
      UserDetailList: of('User'),
      GroupDetailList: of('Group'),
      RoleDetailList: of('Role'),
      Policies: of('Policy'),
      ...more,
    };
  },
};
