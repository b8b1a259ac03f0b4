import { type Database, type ScopedTable, Table } from '#storage';
import type { Place } from '../store.ts';
import type { AlarmRow, HistoryItem, PendingAction } from './rows.ts';

export interface HistoryQuestion {
  readonly alarm?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly newestFirst: boolean;
  /** The place of the last item of the page before. */
  readonly after: number | undefined;
  readonly limit: number;
}

/** Alarms of all accounts, what became of them, and the actions that are still to be done. */
export class AlarmStore {
  readonly #database: Database;
  readonly #alarms: Table<AlarmRow>;
  readonly #pending: Table<PendingAction>;
  /** Which composite alarms speak of an alarm. */
  readonly #parents: Table<{ readonly parent: string }>;

  constructor(database: Database) {
    this.#database = database;
    this.#alarms = new Table(database, { name: 'cloudwatch_alarm', key: ['name'] });
    this.#pending = new Table(database, { name: 'cloudwatch_alarm_pending', key: ['id'] });
    this.#parents = new Table(database, { name: 'cloudwatch_alarm_parent', key: ['child', 'parent'] });
    database.migrate('cloudwatch-alarms', [
      {
        name: '001-history',
        sql: `CREATE TABLE cloudwatch_alarm_history (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, alarm TEXT NOT NULL, kind TEXT NOT NULL,
            type TEXT NOT NULL, at INTEGER NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL);
          CREATE INDEX cloudwatch_alarm_history_alarm ON cloudwatch_alarm_history (account, region, alarm, id);
          CREATE INDEX cloudwatch_alarm_history_at ON cloudwatch_alarm_history (at)`,
      },
    ]);
  }

  alarms(place: Place): ScopedTable<AlarmRow> {
    return this.#alarms.in(place);
  }

  everywhere(): { place: Place; row: AlarmRow }[] {
    return this.#alarms.scopes().flatMap((place) =>
      this.alarms(place)
        .list()
        .map((row) => ({ place, row })),
    );
  }

  /** The names of the composite alarms that speak of an alarm. */
  parents(place: Place, child: string): string[] {
    return this.#parents
      .in(place)
      .list({ under: [child] })
      .map(({ parent }) => parent);
  }

  setChildren(place: Place, parent: string, before: readonly string[], after: readonly string[]): void {
    const rows = this.#parents.in(place);
    for (const child of before) rows.delete(child, parent);
    for (const child of after) rows.put([child, parent], { parent });
  }

  pending(place: Place): ScopedTable<PendingAction> {
    return this.#pending.in(place);
  }

  places(): Place[] {
    return this.#alarms.scopes();
  }

  pendingPlaces(): Place[] {
    return this.#pending.scopes();
  }

  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  settled(): Promise<void> {
    return this.#database.settled();
  }

  remember(place: Place, { alarm, kind, type, at, summary, data }: HistoryItem): void {
    this.#database.transaction(() =>
      this.#database
        .statement(
          'INSERT INTO cloudwatch_alarm_history (account, region, alarm, kind, type, at, summary, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(place.account, place.region, alarm, kind, type, at, summary, data),
    );
  }

  /** Items in the order in which they happened, or the other way round; each with its place for the next page. */
  history(place: Place, question: HistoryQuestion): (HistoryItem & { readonly place: number })[] {
    const { alarm, kinds, type, from, until, newestFirst, after, limit } = question;
    const given: (string | number)[] = [place.account, place.region, from, until];
    let sql =
      'SELECT id AS place, alarm, kind, type, at, summary, data FROM cloudwatch_alarm_history WHERE account = ? AND region = ? AND at >= ? AND at <= ?';
    const also = (condition: string, ...values: (string | number)[]) => {
      sql += ` AND ${condition}`;
      given.push(...values);
    };
    if (alarm !== undefined) also('alarm = ?', alarm);
    if (type !== undefined) also('type = ?', type);
    if (kinds !== undefined) also(`kind IN (${kinds.map(() => '?').join(', ')})`, ...kinds);
    if (after !== undefined) also(newestFirst ? 'id < ?' : 'id > ?', after);
    sql += ` ORDER BY id${newestFirst ? ' DESC' : ''} LIMIT ${limit}`;
    return this.#database.statement(sql).all(...given) as (HistoryItem & { place: number })[];
  }

  forget(before: number): void {
    this.#database.transaction(() => {
      this.#database.statement('DELETE FROM cloudwatch_alarm_history WHERE at < ?').run(before);
    });
  }
}
