import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { changeSecret } from '../secret.ts';

export const untagResource: SecretsOperation<'UntagResource'> = {
  access: onSecret,
  run: ({ SecretId, TagKeys }, { scope }, deps) =>
    deps.store.transaction(() => {
      const secret = usableSecret(SecretId, scope, deps);
      const { tags = [], changedAt } = secret.row;
      // aws: that counts as no change, unlike tagging — recorded, radkawar/stackd secretsmanager/lifecycle.json
      changeSecret(secret, { tags: tags.filter(({ Key }) => !TagKeys.includes(Key)), changedAt }, deps);
      return {};
    }),
};
