import { ALPHANUMERIC, arnOf } from '#core';
import { checkName, requestKeys } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { nameDying, notBuilt, secretExists, tokenInUse } from '../errors.ts';
import { checkKey, sealed } from '../seal.ts';
import { described, liveSecret, type Secret } from '../secret.ts';
import { CURRENT } from '../stages.ts';
import { type SecretRow, secretArn } from '../store.ts';
import { tagged } from '../tags.ts';
import { sameValue, valueIn } from '../versions.ts';

export const createSecret: SecretsOperation<'CreateSecret'> = {
  access: (input, scope) => {
    checkName(input.Name);
    const on = {
      resource: arnOf('secretsmanager', scope, `secret:${input.Name}`),
      resourceAccount: scope.account,
      told: input.Name,
      context: requestKeys(input),
    };
    // aws: who creates with tags must be allowed to tag, too — API reference, CreateSecret
    return input.Tags?.length ? [on, { ...on, action: 'secretsmanager:TagResource' }] : on;
  },
  run: async (input, call, deps) => {
    const { scope } = call;
    if (input.Type !== undefined) throw notBuilt('A managed external secret');
    if (input.AddReplicaRegions?.length || input.CrossAccountPrimaryARN !== undefined) throw notBuilt('A replica of a secret');
    const brought = valueIn(input);
    const tags = input.Tags && tagged([], input.Tags);
    const known = liveSecret(scope, input.Name, deps);
    if (known) {
      await checkSame(known, brought, call, deps);
      return { ...described(known), VersionId: brought?.token };
    }
    const now = deps.clock.millis();
    const kmsKeyId = input.KmsKeyId || undefined;
    const id = { name: input.Name, suffix: deps.ids.text(6, ALPHANUMERIC) };
    const arn = secretArn(scope, id);
    const place = brought && { arn, versionId: brought.token, owner: scope };
    const made = place && (await sealed(brought.value, place, kmsKeyId, call, deps));
    if (!made && kmsKeyId !== undefined) await checkKey(kmsKeyId, { arn, owner: scope }, call, deps);
    const row: SecretRow = {
      ...id,
      createdAt: now,
      changedAt: now,
      description: input.Description ?? '',
      ...(kmsKeyId !== undefined && { kmsKeyId }),
      ...(tags && { tags }),
      versions: brought
        ? [{ id: brought.token, createdAt: now, ...(made?.keyArn !== undefined && { keyArn: made.keyArn }) }]
        : [],
      stages: brought ? [[CURRENT, brought.token]] : [],
    };
    deps.store.transaction(() => {
      // while KMS was asked, another may have taken the name
      if (liveSecret(scope, row.name, deps)) throw secretExists(row.name);
      const here = deps.store.in(scope);
      here.secrets.put([row.name], row);
      if (brought && made) here.values.put([row.name, brought.token], made.row);
    });
    return { ...described({ scope, arn, row }), VersionId: brought?.token };
  },
};

type Run = Parameters<typeof createSecret.run>;

/** aws: a request that was made before is ignored — API reference, CreateSecret, ClientRequestToken */
async function checkSame(known: Secret, brought: ReturnType<typeof valueIn>, call: Run[1], deps: Run[2]): Promise<void> {
  if (known.row.deletionAt !== undefined) throw nameDying();
  if (!brought || !known.row.versions.some(({ id }) => id === brought.token)) throw secretExists(known.row.name);
  if (!(await sameValue(known, brought.token, brought.value, call, deps))) throw tokenInUse(brought.token, known.arn);
}
