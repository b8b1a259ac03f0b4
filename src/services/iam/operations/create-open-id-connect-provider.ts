import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { providerExists } from '../errors.ts';
import { checkClientIds, checkThumbprints, issuerOf, providerArn } from '../oidc-providers.ts';
import { EXACT_CASE, newTags } from '../tags.ts';

export const createOpenIDConnectProvider: IamOperation<'CreateOpenIDConnectProvider'> = {
  access: (input, scope) => within({ resource: providerArn(scope, issuerOf(input.Url)) }, tagContext(input)),
  run: (input, { scope }, { store, clock }) => {
    const { providers } = store.in(scope);
    const issuer = issuerOf(input.Url);
    const thumbprints = input.ThumbprintList ?? [];
    const clientIds = input.ClientIDList ?? [];
    checkThumbprints(thumbprints);
    checkClientIds(clientIds);
    if (providers.get(issuer)) throw providerExists(input.Url);
    const tags = newTags(EXACT_CASE, input.Tags);
    providers.put([issuer], {
      issuer,
      url: input.Url,
      clientIds,
      thumbprints,
      createdAt: clock.millis(),
      tags,
    });
    return { OpenIDConnectProviderArn: providerArn(scope, issuer), ...(tags.length > 0 && { Tags: tags }) };
  },
};
