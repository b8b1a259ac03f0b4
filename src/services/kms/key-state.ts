import type { KeyMetadata } from '#api/kms';
import type { Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { keyDisabled, pendingDeletion } from './errors.ts';
import { newMaterial } from './material.ts';
import { type KeyRow, keyArn } from './store.ts';

/** A key with where it is. */
export interface Key {
  readonly scope: Scope;
  readonly arn: string;
  readonly row: KeyRow;
}

const DAY = 86_400_000;

/** The key, unless it has been deleted: then its row, aliases and grants go when somebody next looks. */
export function liveKey(scope: Scope, id: string, { store, clock }: Pick<KmsDeps, 'store' | 'clock'>): Key | undefined {
  const here = store.in(scope);
  const row = here.keys.get(id);
  if (!row) return undefined;
  if (row.deletionAt === undefined || row.deletionAt > clock.millis()) return { scope, arn: keyArn(scope, id), row };
  store.transaction(() => {
    here.keys.delete(id);
    for (const alias of here.aliases.list()) if (alias.keyId === id) here.aliases.delete(alias.name);
    for (const grant of here.grants.list({ under: [id] })) here.grants.delete(id, grant.id);
  });
  return undefined;
}

export const changeKey = ({ scope, row }: Key, change: Partial<KeyRow>, { store }: Pick<KmsDeps, 'store'>): KeyRow => {
  const changed = { ...row, ...change };
  store.in(scope).keys.put([row.id], changed);
  return changed;
};

/** Refuses what is only for keys that are enabled. */
export function enabled(key: Key): Key {
  if (key.row.deletionAt !== undefined) throw pendingDeletion(key.arn);
  if (!key.row.enabled) throw keyDisabled(key.arn);
  return key;
}

/** Refuses what is not for keys that are to be deleted. */
export function notDying(key: Key): Key {
  if (key.row.deletionAt !== undefined) throw pendingDeletion(key.arn);
  return key;
}

export const nextRotation = ({ rotation, materials }: KeyRow): number | undefined => {
  if (!rotation) return undefined;
  const last = materials.findLast((material) => material.rotated === 'AUTOMATIC')?.createdAt ?? 0;
  return Math.max(rotation.since, last) + rotation.days * DAY;
};

/** The key after the automatic rotation that has become due, if one has. */
export function rotatedWhenDue(key: Key, deps: KmsDeps): Key {
  const due = nextRotation(key.row);
  const now = deps.clock.millis();
  if (due === undefined || due > now || !key.row.enabled || key.row.deletionAt !== undefined) return key;
  const materials = [...key.row.materials, newMaterial(deps.rootKey, deps.ids, now, 'AUTOMATIC')];
  return { ...key, row: changeKey(key, { materials }, deps) };
}

export const keyState = (row: KeyRow): 'PendingDeletion' | 'Enabled' | 'Disabled' =>
  row.deletionAt !== undefined ? 'PendingDeletion' : row.enabled ? 'Enabled' : 'Disabled';

/** — recorded AWS answer, LocalStack test_kms.snapshot.json: test_create_key */
export function metadataOf({ scope, arn, row }: Key): KeyMetadata {
  return {
    AWSAccountId: scope.account,
    KeyId: row.id,
    Arn: arn,
    CreationDate: new Date(row.createdAt),
    Enabled: row.enabled && row.deletionAt === undefined,
    Description: row.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: keyState(row),
    ...(row.deletionAt !== undefined && { DeletionDate: new Date(row.deletionAt) }),
    Origin: 'AWS_KMS',
    KeyManager: row.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    CurrentKeyMaterialId: row.materials.at(-1)?.id,
  };
}
