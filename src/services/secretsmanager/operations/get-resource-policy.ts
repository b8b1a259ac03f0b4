import { toldPolicy } from '#auth';
import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { policyNotFound } from '../errors.ts';
import { DEFAULT_POLICY } from '../policies.ts';
import { described } from '../secret.ts';

export const getResourcePolicy: SecretsOperation<'GetResourcePolicy'> = {
  access: onSecret,
  run: ({ SecretId, PolicyName = DEFAULT_POLICY }, { scope }, deps) => {
    const secret = usableSecret(SecretId, scope, deps);
    if (PolicyName !== DEFAULT_POLICY) throw policyNotFound(PolicyName);
    return { ...described(secret), ResourcePolicy: toldPolicy(secret.row, scope, deps.principals), PolicyName };
  },
};
