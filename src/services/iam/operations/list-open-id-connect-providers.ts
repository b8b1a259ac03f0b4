import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { providerArn } from '../oidc-providers.ts';

export const listOpenIDConnectProviders: IamOperation<'ListOpenIDConnectProviders'> = {
  access: onEverything,
  run: (_input, { scope }, { store }) => ({
    OpenIDConnectProviderList: store
      .in(scope)
      .providers.list()
      .map(({ issuer }) => ({ Arn: providerArn(scope, issuer) })),
  }),
};
