import type { Access, Call } from '#core';
import type { IamDeps } from './deps.ts';
import { providerNotFound } from './errors.ts';
import { providerArn } from './oidc-providers.ts';
import type { OidcProviderRow } from './store.ts';

interface ProviderNamed {
  readonly OpenIDConnectProviderArn: string;
}

export const onProvider = ({ OpenIDConnectProviderArn: arn }: ProviderNamed): Access => ({ resource: arn });

export function findProvider(
  { OpenIDConnectProviderArn: arn }: ProviderNamed,
  { scope }: Call,
  { store }: IamDeps,
): OidcProviderRow {
  const prefix = providerArn(scope, '');
  const row = arn.startsWith(prefix) ? store.in(scope).providers.get(arn.slice(prefix.length)) : undefined;
  if (!row) throw providerNotFound(arn);
  return row;
}

export function amendProvider(
  input: ProviderNamed,
  call: Call,
  deps: IamDeps,
  change: (row: OidcProviderRow) => Partial<OidcProviderRow>,
): void {
  const row = findProvider(input, call, deps);
  deps.store.in(call.scope).providers.put([row.issuer], { ...row, ...change(row) });
}
