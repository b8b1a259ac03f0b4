import type { Call } from '#core';
import type { SecretsDeps } from './deps.ts';
import { secretNotFound } from './errors.ts';
import { checkKey, rewrapped } from './seal.ts';
import { changeSecret, liveSecret, notDying, type Secret } from './secret.ts';
import { CURRENT, holderOf, PENDING, PREVIOUS } from './stages.ts';
import { checkAccount } from './versions.ts';

/**
 * Gives a secret another key, and puts the versions that are current, previous or pending under it.
 * — API reference, UpdateSecret, KmsKeyId
 */
export async function withKey(secret: Secret, kmsKeyId: string | undefined, call: Call, deps: SecretsDeps): Promise<void> {
  const { scope, arn, row } = secret;
  checkAccount(secret, kmsKeyId === undefined, call);
  if (kmsKeyId !== undefined) await checkKey(kmsKeyId, { arn, owner: scope }, call, deps);
  const moved = new Map<string, NonNullable<Awaited<ReturnType<typeof rewrapped>>>>();
  for (const id of new Set([CURRENT, PREVIOUS, PENDING].map((label) => holderOf(row, label)))) {
    const stored = id === undefined ? undefined : deps.store.in(scope).values.get(row.name, id);
    const made =
      id !== undefined && stored && (await rewrapped(stored, { arn, versionId: id, owner: scope }, kmsKeyId, call, deps));
    if (made) moved.set(id, made);
  }
  deps.store.transaction(() => {
    const now = liveSecret(scope, row.name, deps);
    if (now?.row.suffix !== row.suffix) throw secretNotFound();
    const versions = notDying(now).row.versions.map((version) => {
      const made = moved.get(version.id);
      if (!made) return version;
      deps.store.in(scope).values.put([row.name, version.id], made.row);
      const { keyArn: _, ...rest } = version;
      return { ...rest, ...(made.keyArn !== undefined && { keyArn: made.keyArn }) };
    });
    changeSecret(now, { kmsKeyId, versions }, deps);
  });
}
