import { bareKeyOf, onKey } from '../address.ts';
import { unlessDry } from '../crypto.ts';
import type { KmsOperation } from '../deps.ts';
import { checkPrincipals, granteeOf, newGrant, onlyGrantee } from '../grants.ts';
import { enabled } from '../key-state.ts';

export const createGrant: KmsOperation<'CreateGrant'> = {
  access: (input) => ({
    ...onKey(input),
    context: {
      'kms:GrantOperations': input.Operations,
      'kms:GranteePrincipal': input.GranteePrincipal ?? input.GranteeServicePrincipal,
      'kms:RetiringPrincipal': input.RetiringPrincipal ?? input.RetiringServicePrincipal,
      'kms:GrantIsForAWSResource': 'false',
    },
  }),
  run: (input, { scope, caller }, deps) => {
    const key = enabled(bareKeyOf(input.KeyId, scope, deps));
    const grantee = onlyGrantee(granteeOf(input.GranteePrincipal, input.GranteeServicePrincipal));
    const retiring = granteeOf(input.RetiringPrincipal, input.RetiringServicePrincipal);
    checkPrincipals([grantee, retiring], scope, deps);
    unlessDry(input);
    const { GrantId, GrantToken } = newGrant(key, { ...input, grantee, retiring, issuer: caller.account }, deps);
    return { GrantToken, GrantId };
  },
};
