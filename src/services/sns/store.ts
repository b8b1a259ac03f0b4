import type { Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';
import type { DeliveryRow, SubscriptionRow, TopicRow } from './rows.ts';

export type Place = Pick<Scope, 'account' | 'region'>;

/** Fixed width, so that the order of keys is the order of time. */
const moment = (ms: number): string => String(Math.floor(ms)).padStart(15, '0');

/** Topics and subscriptions of all accounts, and the messages on their way. */
export class TopicStore {
  readonly #database: Database;
  readonly #topics: Table<TopicRow>;
  readonly #subscriptions: Table<SubscriptionRow>;
  readonly #deliveries: Table<DeliveryRow>;

  constructor(database: Database) {
    this.#database = database;
    this.#topics = new Table(database, { name: 'sns_topic', key: ['name'] });
    this.#subscriptions = new Table(database, { name: 'sns_subscription', key: ['topic', 'id'] });
    this.#deliveries = new Table(database, { name: 'sns_delivery', key: ['due', 'id'] });
  }

  topics(place: Place): ScopedTable<TopicRow> {
    return this.#topics.in(place);
  }

  subscriptions(place: Place): ScopedTable<SubscriptionRow> {
    return this.#subscriptions.in(place);
  }

  queue(place: Place, delivery: DeliveryRow): void {
    this.#deliveries.in(place).put([moment(delivery.due), delivery.id], delivery);
  }

  done(place: Place, delivery: DeliveryRow): void {
    this.#deliveries.in(place).delete(moment(delivery.due), delivery.id);
  }

  /** Messages on their way, those first that are due first. */
  waiting(limit: number): { place: Place; delivery: DeliveryRow }[] {
    return this.#deliveries
      .scopes()
      .flatMap((place) =>
        this.#deliveries
          .in(place)
          .list({ limit })
          .map((delivery) => ({ place, delivery })),
      )
      .sort((a, b) => a.delivery.due - b.delivery.due)
      .slice(0, limit);
  }

  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  settled(): Promise<void> {
    return this.#database.settled();
  }
}
