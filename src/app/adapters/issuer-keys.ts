import type { Clock } from '#core';
import { getJson } from '#gateway';
import type { IssuerKey, IssuerKeys } from '#services/sts';

/** Ours: how long an identity provider may take, and how long its keys are remembered. */
const PATIENCE_MS = 5000;
const REMEMBERED_MS = 300_000;
/** A token with an unknown key may be of a new one; somebody who makes keys up must not make us ask all the time. */
const AGAIN_MS = 10_000;

/** — OpenID Connect Discovery 1.0, section 4: the issuer's configuration names the place of its keys. */
export function issuerKeys(clock: Clock): IssuerKeys {
  const known = new Map<string, { at: number; keys: readonly IssuerKey[] }>();
  return {
    async of(issuer, kid) {
      const last = known.get(issuer);
      const age = last ? clock.millis() - last.at : Number.POSITIVE_INFINITY;
      const fits = (keys: readonly IssuerKey[]) => keys.filter((key) => kid === undefined || key['kid'] === kid);
      if (last && age < REMEMBERED_MS && (fits(last.keys).length > 0 || age < AGAIN_MS)) return fits(last.keys);
      const configuration = (await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, PATIENCE_MS)) as {
        jwks_uri?: unknown;
      };
      if (typeof configuration.jwks_uri !== 'string') throw new Error(`${issuer} does not say where its keys are`);
      const { keys } = (await getJson(configuration.jwks_uri, PATIENCE_MS)) as { keys?: unknown };
      if (!Array.isArray(keys)) throw new Error(`${issuer} has no keys`);
      if (known.size >= 100) known.clear();
      known.set(issuer, { at: clock.millis(), keys: keys as IssuerKey[] });
      return fits(keys as IssuerKey[]);
    },
  };
}
