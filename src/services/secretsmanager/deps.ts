import type { Operations } from '#api/secretsmanager';
import type { Clock, Ids, Operation } from '#core';
import type { SecretKeys } from './ports.ts';
import type { SecretsStore } from './store.ts';

export interface SecretsDeps {
  readonly store: SecretsStore;
  readonly keys: SecretKeys;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type SecretsOperation<K extends keyof Operations> = Operation<
  Operations[K]['input'],
  Operations[K]['output'],
  SecretsDeps
>;
