import type { GetSecretValueResponse } from '#api/secretsmanager';
import type { Call } from '#core';
import type { SecretsDeps } from './deps.ts';
import { otherStage, stageNotFound, versionNotFound } from './errors.ts';
import { opened } from './seal.ts';
import { changeSecret, dayOf, described, liveSecret, type Secret } from './secret.ts';
import { CURRENT, holderOf, labelsOf } from './stages.ts';
import { checkAccount } from './versions.ts';

interface Wanted {
  readonly VersionId?: string | undefined;
  readonly VersionStage?: string | undefined;
}

/** The value of a version, read in the caller's name; the day is noted. */
export async function readValue(
  secret: Secret,
  { VersionId: id, VersionStage: label }: Wanted,
  call: Call,
  deps: SecretsDeps,
): Promise<GetSecretValueResponse> {
  const { scope, arn, row } = secret;
  const wanted = id ?? holderOf(row, label ?? CURRENT);
  if (wanted === undefined) throw stageNotFound(label ?? CURRENT);
  const version = row.versions.find((each) => each.id === wanted);
  const stored = version && deps.store.in(scope).values.get(row.name, wanted);
  if (!version || !stored) throw versionNotFound(wanted);
  const labels = labelsOf(row, wanted);
  if (label !== undefined && !labels.includes(label)) throw otherStage();
  checkAccount(secret, version.keyArn === undefined, call);
  const { form, bytes } = await opened(stored, { arn, versionId: wanted, owner: scope }, call, deps);
  noteReading(secret, wanted, deps);
  return {
    ...described(secret),
    VersionId: wanted,
    ...(form === 'binary' ? { SecretBinary: bytes } : { SecretString: Buffer.from(bytes).toString('utf8') }),
    ...(labels.length > 0 && { VersionStages: labels }),
    CreatedDate: new Date(version.createdAt),
  };
}

/** Written once a day for each version. A reading changes nothing of the secret. */
function noteReading({ scope, row }: Secret, id: string, deps: SecretsDeps): void {
  const today = dayOf(deps.clock.millis());
  deps.store.transaction(() => {
    const now = liveSecret(scope, row.name, deps);
    const version = now?.row.versions.find((each) => each.id === id);
    if (!now || !version || now.row.suffix !== row.suffix) return;
    if (now.row.accessedAt === today && version.accessedAt === today) return;
    const versions = now.row.versions.map((each) => (each.id === id ? { ...each, accessedAt: today } : each));
    changeSecret(now, { accessedAt: today, versions, changedAt: now.row.changedAt }, deps);
  });
}
