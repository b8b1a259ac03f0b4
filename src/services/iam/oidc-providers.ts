import { globalArnOf, type Scope } from '#core';
import { badProviderUrl, tooManyClientIds, tooManyThumbprints } from './errors.ts';
import { LIMITS } from './limits.ts';

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

export function checkThumbprints(list: readonly string[]): void {
  if (list.length > LIMITS.thumbprintsPerProvider) throw tooManyThumbprints(LIMITS.thumbprintsPerProvider);
}

export function checkClientIds(list: readonly string[]): void {
  if (list.length > LIMITS.clientIdsPerProvider) throw tooManyClientIds(LIMITS.clientIdsPerProvider);
}
