import type { Scope } from '#core';
import type { SecretsDeps } from './deps.ts';
import { liveSecret, type Secret } from './secret.ts';

/** Every secret of an account in a region. */
export const secretsIn = (scope: Scope, deps: SecretsDeps, dyingToo: boolean): Secret[] =>
  deps.store
    .in(scope)
    .secrets.list()
    .flatMap(({ name }) => liveSecret(scope, name, deps) ?? [])
    .filter(({ row }) => dyingToo || row.deletionAt === undefined);
