import type { Database } from '#storage';
import type { ChainEnd, LogFile } from './files.ts';

/** How the deliveries of a trail have gone. Milliseconds. */
export interface Deliveries {
  readonly triedAt?: number;
  readonly deliveredAt?: number;
  readonly error?: string;
  readonly digestAt?: number;
  readonly digestError?: string;
  readonly notifyTriedAt?: number;
  readonly notifiedAt?: number;
  readonly notifyError?: string;
  readonly logsAt?: number;
  readonly logsError?: string;
}

/** What is known of deliveries, beside the events that still wait: files that no digest tells of yet, and the ends of chains. */
export class DeliveryLedger {
  readonly #events: Database;

  constructor(events: Database) {
    this.#events = events;
    events.migrate('cloudtrail-deliveries', [
      {
        name: '001-deliveries',
        sql: `CREATE TABLE delivery (trail TEXT PRIMARY KEY, doc TEXT NOT NULL) WITHOUT ROWID;
          CREATE TABLE log_file (seq INTEGER PRIMARY KEY, trail TEXT NOT NULL, region TEXT NOT NULL, doc TEXT NOT NULL);
          CREATE INDEX log_file_of ON log_file (trail, region, seq);
          CREATE TABLE chain (trail TEXT NOT NULL, region TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (trail, region)) WITHOUT ROWID`,
      },
    ]);
  }

  transaction(work: () => void): Promise<void> {
    this.#events.transaction(work);
    return this.#events.settled();
  }

  of(trail: string): Deliveries {
    const found = this.#events.statement('SELECT doc FROM delivery WHERE trail = ?').get(trail) as { doc: string } | undefined;
    return found ? (JSON.parse(found.doc) as Deliveries) : {};
  }

  /** An `error` of undefined: the last one is over. */
  note(trail: string, change: { readonly [K in keyof Deliveries]: Deliveries[K] | undefined }): void {
    const doc = JSON.stringify({ ...this.of(trail), ...change });
    this.#events.transaction(() =>
      this.#events.statement('INSERT OR REPLACE INTO delivery (trail, doc) VALUES (?, ?)').run(trail, doc),
    );
  }

  addFile(trail: string, region: string, file: LogFile): void {
    this.#events.statement('INSERT INTO log_file (trail, region, doc) VALUES (?, ?, ?)').run(trail, region, JSON.stringify(file));
  }

  files(trail: string, region: string): { readonly seq: number; readonly file: LogFile }[] {
    const sql = 'SELECT seq, doc FROM log_file WHERE trail = ? AND region = ? ORDER BY seq';
    const rows = this.#events.statement(sql).all(trail, region) as { seq: number; doc: string }[];
    return rows.map(({ seq, doc }) => ({ seq, file: JSON.parse(doc) as LogFile }));
  }

  /** The chains of a trail, by region. */
  chains(trail: string): Map<string, ChainEnd> {
    const rows = this.#events.statement('SELECT region, doc FROM chain WHERE trail = ?').all(trail);
    return new Map((rows as { region: string; doc: string }[]).map(({ region, doc }) => [region, JSON.parse(doc) as ChainEnd]));
  }

  regionsWithFiles(trail: string): string[] {
    const rows = this.#events.statement('SELECT DISTINCT region FROM log_file WHERE trail = ?').all(trail);
    return (rows as { region: string }[]).map(({ region }) => region);
  }

  /** A digest tells of these files; the chain goes on from it. */
  chained(trail: string, region: string, end: ChainEnd, upTo: number): void {
    this.#events
      .statement('INSERT OR REPLACE INTO chain (trail, region, doc) VALUES (?, ?, ?)')
      .run(trail, region, JSON.stringify(end));
    this.#events.statement('DELETE FROM log_file WHERE trail = ? AND region = ? AND seq <= ?').run(trail, region, upTo);
  }

  forget(trail: string): void {
    this.#events.transaction(() => {
      for (const table of ['delivery', 'log_file', 'chain'])
        this.#events.statement(`DELETE FROM ${table} WHERE trail = ?`).run(trail);
    });
  }
}
