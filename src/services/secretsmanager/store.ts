import { arnOf, type Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';

/** Times are milliseconds since the epoch. */
export interface SecretRow {
  readonly name: string;
  /** The six characters by which its ARN differs from that of an earlier secret of the same name. */
  readonly suffix: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** The day of the last reading. */
  readonly accessedAt?: number;
  readonly description: string;
  /** As it was given; absent: the key that AWS manages for the account. */
  readonly kmsKeyId?: string;
  /** Absent until there was one. */
  readonly tags?: readonly TagRow[];
  readonly policy?: string;
  /** What its ARNs mean, and the policy by those ids: see `PinnedPolicy`. */
  readonly policyPins?: Readonly<Record<string, string>>;
  readonly policyInForce?: string;
  /** From then on the secret is gone. */
  readonly deletionAt?: number;
  /** When that was asked for; absent in rows of earlier builds. */
  readonly deletedAt?: number;
  /** Oldest first. */
  readonly versions: readonly VersionRow[];
  /** Which version each staging label is attached to. */
  readonly stages: readonly (readonly [label: string, versionId: string])[];
}

export interface TagRow {
  readonly Key: string;
  readonly Value: string;
}

export interface VersionRow {
  readonly id: string;
  readonly createdAt: number;
  /** The day of its last reading. */
  readonly accessedAt?: number;
  /** The ARN of the key its data key is under; absent: the key that AWS manages for the account. */
  readonly keyArn?: string;
}

/** A version's value as it lies on the disk. */
export interface SealedRow {
  readonly form: 'string' | 'binary';
  /** The data key as KMS wrapped it, base64. */
  readonly dataKey: string;
  /** Nonce, ciphertext and tag, base64. */
  readonly sealed: string;
}

/** One account's secrets in one region. */
export interface Secrets {
  readonly secrets: ScopedTable<SecretRow>;
  /** Under the secret's name and the version's id. */
  readonly values: ScopedTable<SealedRow>;
}

type Place = Pick<Scope, 'account' | 'region'>;

export interface SecretsStore {
  in(place: Place): Secrets;
  everywhere(): { place: Place; row: SecretRow }[];
  transaction<T>(work: () => T): T;
}

export function openSecretsStore(database: Database): SecretsStore {
  const secrets = new Table<SecretRow>(database, { name: 'secretsmanager_secret', key: ['name'] });
  const values = new Table<SealedRow>(database, { name: 'secretsmanager_value', key: ['name', 'version'] });
  return {
    in: (place) => ({ secrets: secrets.in(place), values: values.in(place) }),
    everywhere: () =>
      secrets.scopes().flatMap((place) =>
        secrets
          .in(place)
          .list()
          .map((row) => ({ place, row })),
      ),
    transaction: (work) => database.transaction(work),
  };
}

export const secretArn = (scope: Scope, { name, suffix }: Pick<SecretRow, 'name' | 'suffix'>): string =>
  arnOf('secretsmanager', scope, `secret:${name}-${suffix}`);
