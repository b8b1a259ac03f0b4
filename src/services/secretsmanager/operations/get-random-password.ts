import { onEverything } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { randomPassword } from '../passwords.ts';

export const getRandomPassword: SecretsOperation<'GetRandomPassword'> = {
  access: onEverything,
  run: (input, _call, { ids }) => ({ RandomPassword: randomPassword(input, ids) }),
};
