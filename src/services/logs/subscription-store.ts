import { type Database, type ScopedTable, Table } from '#storage';
import type { Place } from './ports.ts';
import type { StreamRow, SubscriptionRow } from './rows.ts';

interface Position {
  readonly next: number;
}

/** Subscription filters, and how far each has come in each stream. */
export class SubscriptionStore {
  readonly #filters: Table<SubscriptionRow>;
  readonly #positions: Table<Position>;
  readonly #known = new Map<string, number>();
  /** Positions that are not written down yet: after a crash something is delivered twice, nothing never. */
  readonly #unwritten = new Map<string, { place: Place; id: string; folder: string }>();
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#filters = new Table(database, { name: 'logs_subscription', key: ['grp', 'name'] });
    this.#positions = new Table(database, { name: 'logs_subscription_position', key: ['filter', 'folder'] });
    for (const scope of this.#positions.scopes()) {
      for (const { key, row } of this.#positions.in(scope).entries()) this.#known.set(key.join('/'), row.next);
    }
  }

  in(place: Place): ScopedTable<SubscriptionRow> {
    return this.#filters.in(place);
  }

  *everywhere(): Iterable<SubscriptionRow> {
    for (const scope of this.#filters.scopes()) yield* this.#filters.in(scope).list();
  }

  /** A new filter: what its group's streams hold by now is not its business. */
  insert(filter: SubscriptionRow, streams: readonly { row: StreamRow; next: number }[]): void {
    this.#database.transaction(() => {
      this.in(filter.scope).put([filter.logGroupName, filter.filterName], filter);
      for (const { row, next } of streams) {
        this.#known.set(`${filter.id}/${row.folder}`, next);
        this.#positions.in(filter.scope).put([filter.id, row.folder], { next });
      }
    });
  }

  remove(filter: SubscriptionRow): void {
    this.#database.transaction(() => {
      const positions = this.#positions.in(filter.scope);
      this.in(filter.scope).delete(filter.logGroupName, filter.filterName);
      for (const { key } of positions.entries({ under: [filter.id] })) {
        positions.delete(...key);
        this.#forget(key.join('/'));
      }
      for (const key of [...this.#known.keys()]) if (key.startsWith(`${filter.id}/`)) this.#forget(key);
    });
  }

  positionOf(id: string, folder: string): number {
    return this.#known.get(`${id}/${folder}`) ?? 1;
  }

  arrivedAt(id: string, place: Place, folder: string, next: number): void {
    this.#known.set(`${id}/${folder}`, next);
    this.#unwritten.set(`${id}/${folder}`, { place, id, folder });
  }

  flush(): void {
    if (this.#unwritten.size === 0) return;
    this.#database.transaction(() => {
      for (const [key, { place, id, folder }] of this.#unwritten) {
        const next = this.#known.get(key);
        if (next !== undefined) this.#positions.in(place).put([id, folder], { next });
      }
    });
    this.#unwritten.clear();
  }

  #forget(key: string): void {
    this.#known.delete(key);
    this.#unwritten.delete(key);
  }
}
