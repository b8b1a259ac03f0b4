import type { PinnedPolicy } from '#auth';
import type { Scope } from '#core';
import type { SecretsDeps } from './deps.ts';
import { markedForDeletion } from './errors.ts';
import { type SecretRow, secretArn } from './store.ts';

/** A secret with where it is. */
export interface Secret {
  readonly scope: Scope;
  readonly arn: string;
  readonly row: SecretRow;
}

type Stored = Pick<SecretsDeps, 'store' | 'clock'>;

/** The secret of a name, unless its recovery window is over: then it and its values go. */
export function liveSecret(scope: Scope, name: string, { store, clock }: Stored): Secret | undefined {
  const row = store.in(scope).secrets.get(name);
  if (!row) return undefined;
  if (row.deletionAt === undefined || row.deletionAt > clock.millis()) return { scope, arn: secretArn(scope, row), row };
  erase(scope, row, { store });
  return undefined;
}

export function erase(place: Pick<Scope, 'account' | 'region'>, { name }: SecretRow, { store }: Pick<Stored, 'store'>): void {
  const here = store.in(place);
  store.transaction(() => {
    here.secrets.delete(name);
    for (const { key } of here.values.entries({ under: [name] })) here.values.delete(...key);
  });
}

/** What is for secrets that wait to be deleted no more than for those that are gone. */
export function notDying(secret: Secret): Secret {
  if (secret.row.deletionAt !== undefined) throw markedForDeletion();
  return secret;
}

type Erasable = 'kmsKeyId' | keyof PinnedPolicy | 'deletionAt' | 'deletedAt';

/** What changes of a secret; some of it can go by being undefined. */
export type Change = Partial<Omit<SecretRow, Erasable>> & { readonly [K in Erasable]?: SecretRow[K] | undefined };

/** Writes a change down. Everything but a reading is a change of the secret. */
export function changeSecret({ scope, row }: Secret, change: Change, { store, clock }: Stored): SecretRow {
  const changed = { ...row, changedAt: clock.millis(), ...change } as SecretRow;
  store.in(scope).secrets.put([row.name], changed);
  return changed;
}

const DAY = 86_400_000;

/** aws: the day alone is told — API reference, DescribeSecret, LastAccessedDate */
export const dayOf = (millis: number): number => Math.floor(millis / DAY) * DAY;

export const described = ({ arn, row }: Secret) => ({ ARN: arn, Name: row.name });
