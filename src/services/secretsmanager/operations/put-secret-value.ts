import { onSecret, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { needsValue, notBuilt, tokenInUse, versionNotFound } from '../errors.ts';
import { changeSecret, described } from '../secret.ts';
import { labelsOf, withLabels } from '../stages.ts';
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
    // aws: a version is never changed — API reference, PutSecretValue
    if (!(await sameValue(secret, token, value, call, deps))) throw tokenInUse(token, secret.arn);
    if (!input.VersionStages) return answer(secret.row);
    // aws: the labels that are asked for are attached all the same — recorded, radkawar/stackd secretsmanager/lifecycle.json
    return deps.store.transaction(() => {
      const now = usableSecret(input.SecretId, call.scope, deps);
      if (!now.row.versions.some(({ id }) => id === token)) throw versionNotFound(token);
      return answer(changeSecret(now, { stages: withLabels(now.row.stages, input.VersionStages ?? [], token) }, deps));
    });
  },
};
