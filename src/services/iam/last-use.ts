import type { Caller, Clock } from '#core';
import { type Database, Table } from '#storage';

/** When and where an access key or a role was used last. */
export interface UseRow {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The endpoint prefix of the service, such as `s3`. */
  readonly service: string;
  readonly region: string;
}

export interface LastUse {
  /** A request was answered. Kept in memory; written down now and then. */
  note(caller: Caller, service: string, region: string): void;
  ofKey(account: string, accessKeyId: string): UseRow | undefined;
  ofRole(account: string, roleId: string): UseRow | undefined;
  /** Writes down what has been noted. */
  flush(): void;
}

/** Ours: a crash loses less than this of it. AWS itself tells of a use some hours later. */
export const FLUSH_MS = 60_000;

/** IAM is global: its rows have no region. */
const GLOBAL = '';

/** Who was used when. Many requests a second come by here: only the newest use of each counts, and it is written once a minute. */
export function lastUseOf(database: Database, clock: Clock): LastUse {
  const table = new Table<UseRow>(database, { name: 'iam_last_use', key: ['subject'] });
  const fresh = new Map<string, { account: string; subject: string; at: number; service: string; region: string }>();
  const note = (account: string, subject: string, service: string, region: string) => {
    const known = fresh.get(subject);
    if (known) Object.assign(known, { at: clock.millis(), service, region });
    else fresh.set(subject, { account, subject, at: clock.millis(), service, region });
  };
  const of = (account: string, subject: string): UseRow | undefined => {
    const noted = fresh.get(subject);
    if (noted) return noted.account === account ? noted : undefined;
    return table.in({ account, region: GLOBAL }).get(subject);
  };
  return {
    note({ kind, account, accessKeyId, userId }, service, region) {
      if (kind === 'role') note(account, userId.slice(0, userId.indexOf(':')), service, region);
      else if (accessKeyId?.startsWith('AKIA')) note(account, accessKeyId, service, region);
    },
    ofKey: of,
    ofRole: of,
    flush() {
      if (fresh.size === 0) return;
      const noted = [...fresh.values()];
      database.transaction(() => {
        for (const { account, subject, at, service, region } of noted)
          table.in({ account, region: GLOBAL }).put([subject], { at, service, region });
      });
      fresh.clear();
    },
  };
}
