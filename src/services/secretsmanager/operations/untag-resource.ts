import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { changeSecret } from '../secret.ts';

export const untagResource: SecretsOperation<'UntagResource'> = {
  access: onSecret,
  run: ({ SecretId, TagKeys }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(SecretId, scope, deps);
      changeSecret(secret, { tags: (secret.row.tags ?? []).filter(({ Key }) => !TagKeys.includes(Key)) }, deps);
      return {};
    }),
};
