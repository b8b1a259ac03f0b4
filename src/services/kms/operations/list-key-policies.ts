import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';

export const listKeyPolicies: KmsOperation<'ListKeyPolicies'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    ownKeyOf(KeyId, scope, deps);
    return { PolicyNames: ['default'], Truncated: false };
  },
};
