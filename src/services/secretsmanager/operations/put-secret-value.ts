import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { needsValue, notBuilt, tokenInUse } from '../errors.ts';
import { described } from '../secret.ts';
import { labelsOf } from '../stages.ts';
import { addVersion, checkAccount, sameValue, valueIn } from '../versions.ts';

export const putSecretValue: SecretsOperation<'PutSecretValue'> = {
  access: onSecret,
  run: async (input, call, deps) => {
    if (input.RotationToken !== undefined) throw notBuilt('A rotation by another identity');
    const brought = valueIn(input);
    const secret = usableSecret(input.SecretId, call.scope, deps);
    if (!brought) throw needsValue();
    const { token, value } = brought;
    const answer = (row: typeof secret.row) => ({
      ...described(secret),
      VersionId: token,
      VersionStages: labelsOf(row, token),
    });
    const known = secret.row.versions.find(({ id }) => id === token);
    if (!known) return answer(await addVersion(secret, { token, value, labels: input.VersionStages }, call, deps));
    checkAccount(secret, known.keyArn === undefined, call);
    // aws: the same again does nothing; a version is never changed — API reference, PutSecretValue
    if (!(await sameValue(secret, token, value, call, deps))) throw tokenInUse(token, secret.arn);
    return answer(secret.row);
  },
};
