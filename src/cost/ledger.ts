import type { Scope } from '#core';
import { type Database, Table } from '#storage';
import type { Kind, PRESENT } from './kinds.ts';

export type Place = Pick<Scope, 'account' | 'region'>;

/** How much of a kind a resource has used on a day. */
export interface UsageRow {
  readonly region: string;
  readonly resource: string;
  readonly kind: Kind | typeof PRESENT;
  /** `2026-11-28`, UTC. */
  readonly day: string;
  readonly amount: number;
}

/** What is known of a resource beside its use; it stays when the resource is gone. */
export interface ResourceRow {
  readonly tags: Readonly<Record<string, string>>;
  /** The one application whose resource this is: its log group, its snapshots. */
  readonly application?: string;
}

/** Ours: about what AWS's Cost Explorer keeps (13 months). */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;

export const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

/** What was used, by day. Written in the transaction of whoever counts. */
export class UsageLedger {
  readonly #database: Database;
  readonly #resources: Table<ResourceRow>;
  readonly #known = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
    this.#resources = new Table(database, { name: 'cost_resource', key: ['resource'] });
    database.migrate('cost', [
      {
        name: '001-usage',
        sql: `CREATE TABLE cost_usage (account TEXT NOT NULL, day TEXT NOT NULL, region TEXT NOT NULL, resource TEXT NOT NULL,
          kind TEXT NOT NULL, amount REAL NOT NULL, PRIMARY KEY (account, day, region, resource, kind)) WITHOUT ROWID`,
      },
    ]);
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work);
    } catch (failure) {
      this.#known.clear(); // what was told within it is not there
      throw failure;
    }
  }

  add({ account, region }: Place, resource: string, kind: UsageRow['kind'], amount: number, at: number): void {
    if (!(amount > 0)) return;
    this.#database.transaction(() =>
      this.#database
        .statement(
          `INSERT INTO cost_usage (account, day, region, resource, kind, amount) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET amount = amount + excluded.amount`,
        )
        .run(account, dayOf(at), region, resource, kind, amount),
    );
  }

  /** What was used evenly from one time to another, which may lie on several days. */
  spread(place: Place, resource: string, kind: UsageRow['kind'], amount: number, from: number, to: number): void {
    if (to <= from) this.add(place, resource, kind, amount, to);
    for (let start = from; start < to; ) {
      const end = Math.min(to, (Math.floor(start / DAY_MS) + 1) * DAY_MS);
      this.add(place, resource, kind, (amount * (end - start)) / (to - from), start);
      start = end;
    }
  }

  describe({ account, region }: Place, resource: string, row: ResourceRow): void {
    const key = `${account} ${region} ${resource}`;
    const text = JSON.stringify(row);
    if (this.#known.get(key) === text) return;
    this.#resources.in({ account, region }).put([resource], row);
    this.#known.set(key, text);
  }

  resource(place: Place, resource: string): ResourceRow {
    return this.#resources.in(place).get(resource) ?? { tags: {} };
  }

  /** Both days included. */
  used(account: string, from: string, to: string): UsageRow[] {
    const sql = 'SELECT region, resource, kind, day, amount FROM cost_usage WHERE account = ? AND day >= ? AND day <= ?';
    return this.#database.statement(sql).all(account, from, to) as unknown as UsageRow[];
  }

  /** Lets go of what is too old, and of resources of which nothing is left. */
  expire(now: number): void {
    const oldest = dayOf(now - KEPT_DAYS * DAY_MS);
    this.#database.transaction(() => {
      if (this.#database.statement('DELETE FROM cost_usage WHERE day < ?').run(oldest).changes === 0) return;
      this.#database
        .statement(
          `DELETE FROM cost_resource WHERE NOT EXISTS (SELECT 1 FROM cost_usage u
            WHERE u.account = cost_resource.account AND u.region = cost_resource.region AND u.resource = cost_resource.resource)`,
        )
        .run();
      this.#known.clear();
    });
  }
}
