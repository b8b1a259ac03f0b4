import type { Caller, Clock } from '#core';
import { type Database, Table } from '#storage';

/** When and where an access key or a role was used last. */
export interface UseRow {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The namespace of the service, such as `s3`. */
  readonly service: string;
  readonly region: string;
}

export interface LastUse {
  /** A request was answered. Kept in memory; written down now and then. */
  note(caller: Caller, service: string, region: string): void;
  ofKey(account: string, accessKeyId: string): UseRow | undefined;
  ofRole(account: string, roleId: string): UseRow | undefined;
  /** When a user or role, by unique id, asked each service last, by its namespace. */
  ofServices(account: string, entityId: string): ReadonlyMap<string, Pick<UseRow, 'at' | 'region'>>;
  /** Writes down what has been noted. */
  flush(): void;
}

/** Ours: a crash loses less than this of it. AWS itself tells of a use some hours later. */
export const FLUSH_MS = 60_000;

/** IAM is global: its rows have no region. */
const GLOBAL = '';

/** Whose permissions a caller uses: a role's, or a user's, also in his sessions. */
function entityOf({ kind, userId, federatedBy }: Caller): string | undefined {
  if (kind === 'role') return userId.slice(0, userId.indexOf(':'));
  if (kind === 'user') return userId;
  return federatedBy?.userName === undefined ? undefined : federatedBy.userId;
}

interface Fresh {
  readonly account: string;
  readonly services: Map<string, { at: number; region: string }>;
}

/** Who was used when. Many requests a second come by here: only the newest use of each counts, and it is written once a minute. */
export function lastUseOf(database: Database, clock: Clock): LastUse {
  const table = new Table<UseRow>(database, { name: 'iam_last_use', key: ['subject'] });
  const services = new Table<Pick<UseRow, 'at' | 'region'>>(database, { name: 'iam_service_use', key: ['entity', 'service'] });
  const entities = new Map<string, Fresh>();
  const noteService = (account: string, entity: string, service: string, region: string) => {
    let of = entities.get(entity);
    if (!of) {
      of = { account, services: new Map() };
      entities.set(entity, of);
    }
    const known = of.services.get(service);
    if (known) Object.assign(known, { at: clock.millis(), region });
    else of.services.set(service, { at: clock.millis(), region });
  };
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
    note(caller, service, region) {
      const { kind, account, accessKeyId } = caller;
      const entity = entityOf(caller);
      if (entity !== undefined) noteService(account, entity, service, region);
      if (kind === 'role' && entity !== undefined) note(account, entity, service, region);
      else if (accessKeyId?.startsWith('AKIA')) note(account, accessKeyId, service, region);
    },
    ofKey: of,
    ofRole: of,
    ofServices(account, entity) {
      const written = services.in({ account, region: GLOBAL }).entries({ under: [entity] });
      const noted = entities.get(entity);
      return new Map([
        ...written.map(({ key, row }) => [key[1] ?? '', row] as const),
        ...(noted?.account === account ? noted.services : []),
      ]);
    },
    flush() {
      if (fresh.size === 0 && entities.size === 0) return;
      const noted = [...fresh.values()];
      database.transaction(() => {
        for (const { account, subject, at, service, region } of noted)
          table.in({ account, region: GLOBAL }).put([subject], { at, service, region });
        for (const [entity, of] of entities)
          for (const [service, use] of of.services)
            services.in({ account: of.account, region: GLOBAL }).put([entity, service], use);
      });
      fresh.clear();
      entities.clear();
    },
  };
}
