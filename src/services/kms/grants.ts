import type { GrantConstraints, GrantListEntry, GrantOperation } from '#api/kms';
import { HEX, type Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { grantNotFound, invalidGrantToken, needsPrincipal, noSuchPrincipal } from './errors.ts';
import type { Key } from './key-state.ts';
import { type Grantee, type GrantRow, keyArn } from './store.ts';

export const granteeOf = (principal: string | undefined, service: string | undefined): Grantee | undefined =>
  principal !== undefined
    ? { kind: 'AWS', name: principal }
    : service !== undefined
      ? { kind: 'Service', name: service }
      : undefined;

export function onlyGrantee(grantee: Grantee | undefined): Grantee {
  if (!grantee) throw needsPrincipal('GranteePrincipal');
  return grantee;
}

/** Users and roles must be there; of sessions, accounts and services nothing is looked up. */
export function checkPrincipals(all: readonly (Grantee | undefined)[], { partition }: Scope, { principals }: KmsDeps): void {
  for (const each of all)
    if (each?.kind === 'AWS' && principals.uniqueId(partition, each.name) === undefined) throw noSuchPrincipal(each.name);
}

interface Wanted {
  readonly Name?: string | undefined;
  readonly Operations: readonly GrantOperation[];
  readonly Constraints?: GrantConstraints | undefined;
  readonly grantee: Grantee;
  readonly retiring: Grantee | undefined;
  readonly issuer: string;
}

/** The new grant; or the one there is, where a name says that it may be the same. — API reference, CreateGrant, Name */
export function newGrant({ arn, scope, row: key }: Key, wanted: Wanted, { store, clock, ids }: KmsDeps) {
  const { Name: name, Operations: operations, Constraints: constraints, grantee, retiring, issuer } = wanted;
  const { grants } = store.in(scope);
  const asked = {
    keyId: key.id,
    grantee,
    issuer,
    operations,
    ...(name !== undefined && { name }),
    ...(retiring && { retiring }),
    ...(constraints && { constraints }),
  };
  const same = ({ id: _, createdAt: __, ...row }: GrantRow) => JSON.stringify(sorted(row)) === JSON.stringify(sorted(asked));
  const known = name === undefined ? undefined : grants.list({ under: [key.id] }).find(same);
  const id = known?.id ?? ids.text(64, HEX);
  if (!known) grants.put([key.id, id], { ...asked, id, createdAt: clock.millis() });
  return { GrantId: id, GrantToken: Buffer.from(`${arn} ${id}`).toString('base64') };
}

const sorted = (row: object): unknown => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));

export function endGrant({ scope, row }: Key, id: string, { store }: KmsDeps): void {
  if (!store.in(scope).grants.delete(row.id, id)) throw grantNotFound(id);
}

/** The grant that is to be retired: by its token, or by key and id. */
export function grantNamed(input: {
  readonly GrantToken?: string | undefined;
  readonly KeyId?: string | undefined;
  readonly GrantId?: string | undefined;
}): { readonly keyArn: string; readonly grantId: string } {
  if (input.KeyId !== undefined && input.GrantId !== undefined) return { keyArn: input.KeyId, grantId: input.GrantId };
  const [, arn, id] = /^(arn:\S+) ([0-9a-f]{64})$/.exec(Buffer.from(input.GrantToken ?? '', 'base64').toString('utf8')) ?? [];
  if (arn === undefined || id === undefined) throw invalidGrantToken();
  return { keyArn: arn, grantId: id };
}

export function grantEntry(row: GrantRow, scope: Scope): GrantListEntry {
  const named = (grantee: Grantee | undefined, principal: string, service: string) =>
    grantee && { [grantee.kind === 'AWS' ? principal : service]: grantee.name };
  return {
    KeyId: keyArn(scope, row.keyId),
    GrantId: row.id,
    Name: row.name ?? '',
    CreationDate: new Date(row.createdAt),
    ...named(row.grantee, 'GranteePrincipal', 'GranteeServicePrincipal'),
    ...named(row.retiring, 'RetiringPrincipal', 'RetiringServicePrincipal'),
    IssuingAccount: `arn:${scope.partition}:iam::${row.issuer}:root`,
    Operations: row.operations,
    ...(row.constraints && { Constraints: row.constraints }),
  };
}
