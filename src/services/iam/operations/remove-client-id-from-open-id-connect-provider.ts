import type { IamOperation } from '../deps.ts';
import { amendProvider, onProvider } from '../oidc-providers.ts';

export const removeClientIDFromOpenIDConnectProvider: IamOperation<'RemoveClientIDFromOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    amendProvider(input, call, deps, ({ clientIds }) => ({ clientIds: clientIds.filter((id) => id !== input.ClientID) }));
    return {};
  },
};
