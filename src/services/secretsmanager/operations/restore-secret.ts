import { onSecret, secretOf } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { changeSecret, described } from '../secret.ts';

export const restoreSecret: SecretsOperation<'RestoreSecret'> = {
  access: onSecret,
  run: ({ SecretId }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = secretOf(SecretId, scope, deps);
      // ours: one that does not wait to be deleted stays as it is
      if (secret.row.deletionAt !== undefined) changeSecret(secret, { deletionAt: undefined, deletedAt: undefined }, deps);
      return described(secret);
    }),
};
