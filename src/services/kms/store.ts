import type { GrantConstraints, GrantOperation, Tag } from '#api/kms';
import { arnOf, type Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';
import type { WrappedMaterial } from './material.ts';

/** Times are milliseconds since the epoch. */
export interface KeyRow {
  readonly id: string;
  readonly createdAt: number;
  readonly description: string;
  readonly enabled: boolean;
  /** From then on the key is gone. */
  readonly deletionAt?: number;
  readonly policy: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly tags: readonly Tag[];
  /** Oldest first; the last one encrypts. */
  readonly materials: readonly WrappedMaterial[];
  readonly rotation?: { readonly days: number; readonly since: number };
}

export interface AliasRow {
  /** `alias/…` */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface GrantRow {
  readonly id: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly name?: string;
  readonly grantee: Grantee;
  readonly retiring?: Grantee;
  readonly issuer: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
}

/** An ARN of a principal, or the name of a service. */
export interface Grantee {
  readonly kind: 'AWS' | 'Service';
  readonly name: string;
}

/** One account's keys in one region. */
export interface Keys {
  readonly keys: ScopedTable<KeyRow>;
  readonly aliases: ScopedTable<AliasRow>;
  readonly grants: ScopedTable<GrantRow>;
}

export interface KmsStore {
  in(scope: Pick<Scope, 'account' | 'region'>): Keys;
  everywhere(): { scope: Pick<Scope, 'account' | 'region'>; row: KeyRow }[];
  transaction<T>(work: () => T): T;
}

export function openKmsStore(database: Database): KmsStore {
  const keys = new Table<KeyRow>(database, { name: 'kms_key', key: ['id'] });
  const aliases = new Table<AliasRow>(database, { name: 'kms_alias', key: ['name'] });
  const grants = new Table<GrantRow>(database, { name: 'kms_grant', key: ['key_id', 'id'] });
  return {
    in: (scope) => ({ keys: keys.in(scope), aliases: aliases.in(scope), grants: grants.in(scope) }),
    everywhere: () =>
      keys.scopes().flatMap((scope) =>
        keys
          .in(scope)
          .list()
          .map((row) => ({ scope, row })),
      ),
    transaction: (work) => database.transaction(work),
  };
}

export const keyArn = (scope: Scope, id: string): string => arnOf('kms', scope, `key/${id}`);
export const aliasArn = (scope: Scope, name: string): string => arnOf('kms', scope, name);
