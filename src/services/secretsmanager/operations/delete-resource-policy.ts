import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { checkPolicyName, DEFAULT_POLICY } from '../policies.ts';
import { changeSecret, described } from '../secret.ts';

export const deleteResourcePolicy: SecretsOperation<'DeleteResourcePolicy'> = {
  access: onSecret,
  run: ({ SecretId, PolicyName }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(SecretId, scope, deps);
      checkPolicyName(PolicyName);
      changeSecret(secret, { policy: undefined, policyPins: undefined, policyInForce: undefined }, deps);
      return { ...described(secret), PolicyName: DEFAULT_POLICY };
    }),
};
