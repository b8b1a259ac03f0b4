import type { MinimumThroughputBillingCommitmentOutput } from '#api/kinesis';
import type { Scope } from '#core';
import { type Database, Table } from '#storage';
import { HOUR } from './stream.ts';

/** What an account has chosen in a region: to pay for a least throughput of its on-demand streams. Nobody is billed here. */
export interface AccountSettings {
  readonly startedAt: number;
  /** When it was chosen to end. */
  readonly endedAt?: number;
}

export interface KeptSettings {
  get(scope: Scope): AccountSettings | undefined;
  put(scope: Scope, settings: AccountSettings): void;
}

export function openSettings(database: Database): KeptSettings {
  const table = new Table<AccountSettings>(database, { name: 'kinesis_account', key: ['name'] });
  return {
    get: (scope) => table.in(scope).get('commitment'),
    put: (scope, settings) => table.in(scope).put(['commitment'], settings),
  };
}

/** — aws: a commitment lasts 24 hours at least; developer guide, "On-demand Advantage" */
const LEAST = 24 * HOUR;

/** Whether the commitment is in force. */
export const isCommitted = (settings: AccountSettings | undefined, now: number): boolean =>
  settings !== undefined && (settings.endedAt === undefined || now < settings.startedAt + LEAST);

export function commitmentShape(settings: AccountSettings | undefined, now: number): MinimumThroughputBillingCommitmentOutput {
  if (!settings) return { Status: 'DISABLED' };
  const { startedAt, endedAt } = settings;
  const earliest = startedAt + LEAST;
  const StartedAt = new Date(startedAt);
  if (endedAt === undefined) return { Status: 'ENABLED', StartedAt, EarliestAllowedEndAt: new Date(earliest) };
  if (now < earliest) {
    return { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', StartedAt, EarliestAllowedEndAt: new Date(earliest) };
  }
  return { Status: 'DISABLED', StartedAt, EndedAt: new Date(Math.max(endedAt, earliest)) };
}
