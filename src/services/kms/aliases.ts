import type { Access, Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { aliasCharacters, aliasNotFound, aliasPrefix, aliasReserved } from './errors.ts';
import { type AliasRow, aliasArn } from './store.ts';

/** The right to an alias itself; that to its key is another one. */
export const onAlias = ({ AliasName }: { readonly AliasName: string }, scope: Scope): Access => ({
  resource: aliasArn(scope, AliasName),
  resourceAccount: scope.account,
});

export function checkAliasName(name: string): void {
  if (!name.startsWith('alias/')) throw aliasPrefix();
  if (name.startsWith('alias/aws/')) throw aliasReserved();
  if (name.includes(':')) throw aliasCharacters(name);
}

/** An alias that may be changed. */
export function aliasOf(name: string, scope: Scope, { store }: KmsDeps): AliasRow {
  if (!name.startsWith('alias/')) throw aliasPrefix();
  if (name.startsWith('alias/aws/')) throw aliasReserved();
  const row = store.in(scope).aliases.get(name);
  if (!row) throw aliasNotFound(aliasArn(scope, name));
  return row;
}
