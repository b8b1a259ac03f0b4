import { BASE32, type Call, type Ids } from '#core';
import type { IamDeps } from './deps.ts';
import { alreadyExists, noSuch, protectedRole, quota } from './errors.ts';
import { LIMITS } from './limits.ts';
import { isServiceLinked } from './service-linked-roles.ts';
import type { AccountRows, EntityRow, GroupRow, NamedRows, RoleRow, UserRow } from './store.ts';

export interface RowOf {
  readonly user: UserRow;
  readonly role: RoleRow;
  readonly group: GroupRow;
}
export type EntityKind = keyof RowOf;

export function rowsOf<K extends EntityKind>(rows: AccountRows, kind: K): NamedRows<RowOf[K]> {
  const tables: { readonly [P in EntityKind]: NamedRows<RowOf[P]> } = { user: rows.users, role: rows.roles, group: rows.groups };
  return tables[kind];
}

/** The user, role or group of a name, or NoSuchEntity. */
export function find<K extends EntityKind>(kind: K, name: string, call: Call, { store }: IamDeps): RowOf[K] {
  const row = rowsOf(store.in(call.scope), kind).get(name);
  if (!row) throw noSuch(kind, name);
  return row;
}

/** Changes what users, roles and groups have in common. */
export function amend<K extends EntityKind>(
  kind: K,
  name: string,
  call: Call,
  deps: IamDeps,
  change: (row: RowOf[K]) => Partial<EntityRow>,
): void {
  const row = find(kind, name, call, deps);
  rowsOf(deps.store.in(call.scope), kind).put({ ...row, ...change(row) });
}

/** Changes what a user, role or group may do; what AWS's services may do with their own roles is not for others to say. */
export function amendRights<K extends EntityKind>(
  kind: K,
  name: string,
  call: Call,
  deps: IamDeps,
  change: (row: RowOf[K]) => Partial<EntityRow>,
): void {
  if (kind === 'role') modifiableRole(name, call, deps);
  amend(kind, name, call, deps, change);
}

/** A role that is not AWS's own. */
export function modifiableRole(name: string, call: Call, deps: IamDeps): RoleRow {
  const row = find('role', name, call, deps);
  if (isServiceLinked(row)) throw protectedRole(row.name);
  return row;
}

/** Changes what users and roles have in common: tags and boundaries too. */
export function amendPrincipal<K extends 'user' | 'role'>(
  kind: K,
  name: string,
  call: Call,
  deps: IamDeps,
  change: (row: RowOf[K]) => Partial<Pick<UserRow, 'tags' | 'boundary'>>,
): void {
  const row = find(kind, name, call, deps);
  rowsOf(deps.store.in(call.scope), kind).put({ ...row, ...change(row) });
}

const QUOTAS = {
  user: { name: 'UsersPerAccount', most: LIMITS.users },
  role: { name: 'RolesPerAccount', most: LIMITS.roles },
  group: { name: 'GroupsPerAccount', most: LIMITS.groups },
} as const;

/** Puts a new row, unless the name is taken or the account is full. */
export function insert<K extends EntityKind>(kind: K, row: RowOf[K], call: Call, { store }: IamDeps): void {
  const rows = rowsOf(store.in(call.scope), kind);
  if (rows.get(row.name)) throw alreadyExists(kind, row.name);
  const { name, most } = QUOTAS[kind];
  if (rows.count() >= most) throw quota(name, most);
  rows.put(row);
}

/** — developer guide "IAM identifiers": the prefix says what an id is of */
const PREFIXES = { user: 'AIDA', role: 'AROA', group: 'AGPA', policy: 'ANPA', 'instance-profile': 'AIPA' } as const;

/** An id of AWS's form: 21 characters. */
export const newId = (kind: keyof typeof PREFIXES, ids: Ids): string => PREFIXES[kind] + ids.text(17, BASE32);
