import type { Scope } from '#core';
import type { KmsStore } from './store.ts';

/** What a key takes for being there. */
export interface KeyUsage {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The key itself, and what is charged of its older materials. */
  readonly charged: number;
}

/** aws: the first two rotations are charged as a key each — pricing page, "Key storage", since 2024 */
const ROTATIONS = 2;

/** aws: keys of AWS's services, and keys that wait to be deleted, cost nothing — pricing page, "Key storage" */
export const usageOf = (store: KmsStore): KeyUsage[] =>
  store.everywhere().flatMap(({ scope, row: { id, manager, deletionAt, tags, materials } }) =>
    manager === 'AWS' || deletionAt !== undefined
      ? []
      : [
          {
            scope,
            id,
            tags: Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
            charged: 1 + Math.min(ROTATIONS, materials.length - 1),
          },
        ],
  );
