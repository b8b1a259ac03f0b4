import type { Access, Call, Scope } from '#core';
import { globalArnOf } from '#core';
import type { IamDeps } from './deps.ts';
import { badProviderUrl, providerNotFound } from './errors.ts';
import type { OidcProviderRow } from './store.ts';

/** The issuer without its scheme: how a provider is named in its ARN, and in condition keys. */
export type Issuer = string;

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

/**
 * aws: the URL "must begin with https:// and should correspond to the iss claim" — model, CreateOpenIDConnectProviderRequest.Url.
 * Ours: an issuer on this machine may speak plaintext.
 */
export function issuerOf(url: string): Issuer {
  if (!(URL.canParse(url) && (url.startsWith('https://') || LOCAL.test(url))) || /[?#]/.test(url)) throw badProviderUrl(url);
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

export const providerArn = (scope: Pick<Scope, 'partition' | 'account'>, issuer: Issuer): string =>
  globalArnOf('iam', scope, `oidc-provider/${issuer}`);

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
