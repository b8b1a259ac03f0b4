import type { IamOperation } from '../deps.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';

export const removeClientIDFromOpenIDConnectProvider: IamOperation<'RemoveClientIDFromOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    amendProvider(input, call, deps, ({ clientIds }) => ({ clientIds: clientIds.filter((id) => id !== input.ClientID) }));
    return {};
  },
};
