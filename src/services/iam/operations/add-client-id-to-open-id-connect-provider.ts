import type { IamOperation } from '../deps.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';

export const addClientIDToOpenIDConnectProvider: IamOperation<'AddClientIDToOpenIDConnectProvider'> = {
  access: onProvider,
  run: (input, call, deps) => {
    amendProvider(input, call, deps, ({ clientIds }) => ({ clientIds: [...new Set([...clientIds, input.ClientID])] }));
    return {};
  },
};
