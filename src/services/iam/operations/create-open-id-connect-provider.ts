import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { providerExists } from '../errors.ts';
import { issuerOf, providerArn } from '../oidc-providers.ts';
import { EXACT_CASE, newTags } from '../tags.ts';

export const createOpenIDConnectProvider: IamOperation<'CreateOpenIDConnectProvider'> = {
  access: (input, scope) => within({ resource: providerArn(scope, issuerOf(input.Url)) }, tagContext(input)),
  run: (input, { scope }, { store, clock }) => {
    const { providers } = store.in(scope);
    const issuer = issuerOf(input.Url);
    if (providers.get(issuer)) throw providerExists(input.Url);
    const tags = newTags(EXACT_CASE, input.Tags);
    providers.put([issuer], {
      issuer,
      url: input.Url,
      clientIds: input.ClientIDList ?? [],
      thumbprints: input.ThumbprintList ?? [],
      createdAt: clock.millis(),
      tags,
    });
    return { OpenIDConnectProviderArn: providerArn(scope, issuer), ...(tags.length > 0 && { Tags: tags }) };
  },
};
