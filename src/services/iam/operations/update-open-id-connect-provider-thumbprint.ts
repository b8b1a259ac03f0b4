import type { IamOperation } from '../deps.ts';
import { checkThumbprints } from '../oidc-providers.ts';
import { amendProvider, onProvider } from '../provider-rows.ts';

export const updateOpenIDConnectProviderThumbprint: IamOperation<'UpdateOpenIDConnectProviderThumbprint'> = {
  access: onProvider,
  run: (input, call, deps) => {
    checkThumbprints(input.ThumbprintList);
    amendProvider(input, call, deps, () => ({ thumbprints: input.ThumbprintList }));
    return {};
  },
};
