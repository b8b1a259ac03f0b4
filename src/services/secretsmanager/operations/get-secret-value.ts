import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { readValue } from '../value.ts';

export const getSecretValue: SecretsOperation<'GetSecretValue'> = {
  access: onSecret,
  run: (input, call, deps) => readValue(usableSecret(input.SecretId, call.scope, deps), input, call, deps),
};
