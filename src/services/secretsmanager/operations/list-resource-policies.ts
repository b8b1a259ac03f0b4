import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { pageOf } from '../pages.ts';
import { DEFAULT_POLICY } from '../policies.ts';

export const listResourcePolicies: SecretsOperation<'ListResourcePolicies'> = {
  access: onSecret,
  run: (input, { scope }, deps) => {
    const { policy } = usableSecret(input.SecretId, scope, deps).row;
    const { items, more } = pageOf(policy === undefined ? [] : [DEFAULT_POLICY], (name) => name, input);
    return { ResourcePolicies: items.map((PolicyName) => ({ PolicyName })), ...more };
  },
};
