import { onSecret, secretOf } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { byTime, pageOf } from '../pages.ts';
import { described } from '../secret.ts';
import { labelsOf } from '../stages.ts';

/** aws: how the key that AWS manages is called here — recorded, test_deprecated_secret_version_stage */
const DEFAULT_KEY = 'DefaultEncryptionKey';

export const listSecretVersionIds: SecretsOperation<'ListSecretVersionIds'> = {
  access: onSecret,
  run: (input, { scope }, deps) => {
    const secret = secretOf(input.SecretId, scope, deps);
    const all = secret.row.versions
      .map((version, index) => ({ ...version, index, labels: labelsOf(secret.row, version.id) }))
      .filter(({ labels }) => input.IncludeDeprecated || labels.length > 0);
    const { items, more } = pageOf(all, ({ createdAt, index }) => byTime(createdAt, String(index).padStart(4, '0')), input);
    return {
      ...described(secret),
      Versions: items.map(({ id, createdAt, accessedAt, keyArn, labels }) => ({
        VersionId: id,
        ...(labels.length > 0 && { VersionStages: labels }),
        ...(accessedAt !== undefined && { LastAccessedDate: new Date(accessedAt) }),
        CreatedDate: new Date(createdAt),
        KmsKeyIds: [keyArn ?? DEFAULT_KEY],
      })),
      ...more,
    };
  },
};
