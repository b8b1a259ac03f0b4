import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { locksOut, noSuchPolicyName } from '../errors.ts';
import { changeKey } from '../key-state.ts';
import { checkKeyPolicy } from '../policies.ts';

export const putKeyPolicy: KmsOperation<'PutKeyPolicy'> = {
  access: onKey,
  run: (input, call, deps) => {
    const key = ownKeyOf(input.KeyId, call.scope, deps);
    if ((input.PolicyName ?? 'default') !== 'default') throw noSuchPolicyName(input.PolicyName ?? '');
    checkKeyPolicy(input.Policy);
    deps.store.transaction(() => {
      changeKey(key, { policy: input.Policy }, deps);
      if (!input.BypassPolicyLockoutSafetyCheck && !call.may({ action: 'kms:PutKeyPolicy', resource: key.arn })) throw locksOut();
    });
    return {};
  },
};
