import type { Scope } from '#core';
import type { SecretsStore } from './store.ts';

/** A secret that takes money for being there. */
export interface SecretUsage {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** aws: secrets that wait to be deleted cost nothing — pricing page, and user guide "Pricing" */
export const usageOf = (store: SecretsStore): SecretUsage[] =>
  store
    .everywhere()
    .flatMap(({ place, row: { name, deletionAt, tags = [] } }) =>
      deletionAt !== undefined
        ? []
        : [{ scope: place, name, tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }],
    );
