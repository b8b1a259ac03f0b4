import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { changeSecret, described } from '../secret.ts';
import { movedStage } from '../stages.ts';

export const updateSecretVersionStage: SecretsOperation<'UpdateSecretVersionStage'> = {
  access: onSecret,
  run: (input, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(input.SecretId, scope, deps);
      changeSecret(secret, { stages: movedStage(secret.row, input) }, deps);
      return described(secret);
    }),
};
