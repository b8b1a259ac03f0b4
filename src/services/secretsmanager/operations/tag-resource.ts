import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { changeSecret } from '../secret.ts';
import { tagged } from '../tags.ts';

export const tagResource: SecretsOperation<'TagResource'> = {
  access: onSecret,
  run: ({ SecretId, Tags }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(SecretId, scope, deps);
      changeSecret(secret, { tags: tagged(secret.row.tags ?? [], Tags) }, deps);
      return {};
    }),
};
