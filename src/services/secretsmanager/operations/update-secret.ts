import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { notBuilt, tokenInUse } from '../errors.ts';
import { withKey } from '../rekey.ts';
import { type Change, changeSecret, described } from '../secret.ts';
import { addVersion, valueIn } from '../versions.ts';

export const updateSecret: SecretsOperation<'UpdateSecret'> = {
  access: onSecret,
  run: async (input, call, deps) => {
    if (input.Type !== undefined) throw notBuilt('A managed external secret');
    const brought = valueIn(input);
    const named = () => usableSecret(input.SecretId, call.scope, deps);
    const secret = named();
    // aws: unlike PutSecretValue, the same again is refused — API reference, UpdateSecret
    if (brought && secret.row.versions.some(({ id }) => id === brought.token)) throw tokenInUse(brought.token, secret.arn);
    if (input.KmsKeyId !== undefined) await withKey(secret, input.KmsKeyId || undefined, call, deps);
    const change: Change = { ...(input.Description !== undefined && { description: input.Description }) };
    if (!brought) {
      deps.store.transaction(() => changeSecret(named(), change, deps));
      return described(secret);
    }
    await addVersion(named(), { ...brought, change }, call, deps);
    return { ...described(secret), VersionId: brought.token };
  },
};
