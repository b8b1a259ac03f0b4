import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { profileNotFound } from './errors.ts';
import type { InstanceProfileRow } from './store.ts';

export function findProfile(name: string, call: Call, { store }: IamDeps): InstanceProfileRow {
  const row = store.in(call.scope).profiles.get(name);
  if (!row) throw profileNotFound(name);
  return row;
}
