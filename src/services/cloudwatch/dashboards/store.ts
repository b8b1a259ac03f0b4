import { type Database, type ScopedTable, Table } from '#storage';
import type { Place } from '../store.ts';

export interface DashboardRow {
  readonly name: string;
  /** As it was given, to the byte. */
  readonly body: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** aws: dashboards are global, not of a region — API reference, PutDashboard */
const GLOBAL = '';

export class DashboardStore {
  readonly #dashboards: Table<DashboardRow>;

  constructor(database: Database) {
    this.#dashboards = new Table(database, { name: 'cloudwatch_dashboard', key: ['name'] });
  }

  everywhere(): { account: string; row: DashboardRow }[] {
    return this.#dashboards.scopes().flatMap((where) =>
      this.#dashboards
        .in(where)
        .list()
        .map((row) => ({ account: where.account, row })),
    );
  }

  in({ account }: Pick<Place, 'account'>): ScopedTable<DashboardRow> {
    return this.#dashboards.in({ account, region: GLOBAL });
  }
}
