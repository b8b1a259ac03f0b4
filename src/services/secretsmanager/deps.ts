import type { Operations } from '#api/secretsmanager';
import type { PrincipalIds } from '#auth';
import type { Clock, DataKeys, Ids, Operation } from '#core';
import type { SecretsStore } from './store.ts';

export interface SecretsDeps {
  readonly store: SecretsStore;
  readonly keys: Pick<DataKeys, 'generate' | 'open' | 'wrap'>;
  /** Whom policies name. */
  readonly principals: PrincipalIds;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type SecretsOperation<K extends keyof Operations> = Operation<
  Operations[K]['input'],
  Operations[K]['output'],
  SecretsDeps
>;
