import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { noSuchPolicyName } from '../errors.ts';

export const getKeyPolicy: KmsOperation<'GetKeyPolicy'> = {
  access: onKey,
  run: ({ KeyId, PolicyName = 'default' }, { scope }, deps) => {
    const key = ownKeyOf(KeyId, scope, deps);
    if (PolicyName !== 'default') throw noSuchPolicyName(PolicyName);
    return { Policy: key.row.policy, PolicyName };
  },
};
