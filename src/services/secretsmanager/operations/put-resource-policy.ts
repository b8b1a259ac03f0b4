import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { checkNotPublic, checkPolicy, checkPolicyName, DEFAULT_POLICY, pinned } from '../policies.ts';
import { changeSecret, described } from '../secret.ts';

export const putResourcePolicy: SecretsOperation<'PutResourcePolicy'> = {
  access: onSecret,
  run: ({ SecretId, ResourcePolicy: policy, PolicyName, BlockPublicPolicy }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(SecretId, scope, deps);
      checkPolicyName(PolicyName);
      checkPolicy(policy);
      if (BlockPublicPolicy) checkNotPublic(policy);
      changeSecret(secret, pinned(policy, secret.scope, deps), deps);
      return { ...described(secret), PolicyName: DEFAULT_POLICY };
    }),
};
