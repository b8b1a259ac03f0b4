import type { IamOperation } from '../deps.ts';
import { checkClientIds } from '../oidc-providers.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';

export const addClientIDToOpenIDConnectProvider: IamOperation<'AddClientIDToOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    amendProvider(input, call, deps, (provider) => {
      const clientIds = [...new Set([...provider.clientIds, input.ClientID])];
      checkClientIds(clientIds);
      return { clientIds };
    });
    return {};
  },
};
