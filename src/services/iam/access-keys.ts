import { ALPHANUMERIC, type Call } from '#core';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';
import { accessKeyNotFound, keyCannotExpire, needsUserName } from './errors.ts';
import type { AccessKeyRow, UserRow } from './store.ts';

/** What secret access keys are made of: 40 characters. — observed in AWS's keys */
export const SECRET_ALPHABET = `${ALPHANUMERIC}+/`;

/** The user an access key operation is about: the named one, else the caller. */
export function keyOwner(input: { readonly UserName?: string | undefined }, call: Call, deps: IamDeps): UserRow {
  const name = input.UserName ?? call.caller.userName;
  if (name === undefined) throw needsUserName();
  return find('user', name, call, deps);
}

export function ownKey(user: UserRow, id: string, call: Call, { store }: IamDeps): AccessKeyRow {
  const key = user.accessKeys.includes(id) ? store.in(call.scope).keys.get(id) : undefined;
  if (!key) throw accessKeyNotFound(id);
  return key;
}

/** The model knows a third status, `Expired`, which cannot be set. — aws: recorded, radkawar/stackd iam/resource_inputs.json */
export function keyStatus(status: string): AccessKeyRow['status'] {
  if (status === 'Active' || status === 'Inactive') return status;
  throw keyCannotExpire(status);
}
