import type { IamOperation } from '../deps.ts';
import { findProvider, onProvider } from '../provider-rows.ts';

export const deleteOpenIDConnectProvider: IamOperation<'DeleteOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    deps.store.in(call.scope).providers.delete(findProvider(input, call, deps).issuer);
    return {};
  },
};
