import type { LookupAttributeKey } from '#api/cloudtrail';
import type { Scope } from '#core';
import type { Database } from '#storage';
import type { TrailEvent } from './event.ts';
import type { Named } from './resources.ts';

type Place = Pick<Scope, 'account' | 'region'>;

/** aws: 90 days — user guide, "Viewing CloudTrail event history" */
export const HISTORY_MS = 90 * 86_400_000;

/** An event as it is found. */
export interface FoundEvent {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** Milliseconds. */
  readonly at: number;
  readonly userName: string | null;
  readonly accessKeyId: string | null;
  readonly readOnly: number;
  readonly text: string;
  readonly named: readonly Named[];
}

/** Before this one; `at` first, then the order of writing. */
export interface Position {
  readonly at: number;
  readonly seq: number;
}

export interface Wanted {
  readonly attribute?: { readonly key: LookupAttributeKey; readonly value: string };
  readonly from: number;
  readonly to: number;
  readonly before?: Position | undefined;
  readonly limit: number;
}

/** What waits to be delivered for a trail. */
export interface PendingEvent {
  readonly seq: number;
  readonly account: string;
  readonly region: string;
  readonly at: number;
  readonly text: string;
}

const FIELDS: Readonly<Record<LookupAttributeKey, string>> = {
  EventId: 'id = ?',
  EventName: 'name = ?',
  ReadOnly: 'read_only = ?',
  Username: 'user_name = ?',
  EventSource: 'source = ?',
  AccessKeyId: 'access_key_id = ?',
  // each resource is a line: type, tab, name
  ResourceType: 'instr(named, char(10) || ? || char(9)) > 0',
  ResourceName: 'instr(named, char(9) || ? || char(10)) > 0',
};

/** The events of the last 90 days, and those that trails still have to deliver: in a file of their own, bounded in number. */
export class EventHistory {
  readonly #database: Database;
  readonly #most: number;

  constructor(database: Database, most: number) {
    this.#database = database;
    this.#most = most;
    database.migrate('cloudtrail', [
      {
        name: '001-events',
        sql: `CREATE TABLE event (
            seq INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
            source TEXT NOT NULL, user_name TEXT, access_key_id TEXT, read_only INTEGER NOT NULL, named TEXT NOT NULL, text TEXT NOT NULL);
          CREATE INDEX event_found ON event (account, region, at, seq, name, source, user_name, access_key_id, read_only, id, named);
          CREATE TABLE pending (
            seq INTEGER PRIMARY KEY, trail TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
          CREATE INDEX pending_of ON pending (trail, region, seq)`,
      },
    ]);
  }

  /** `trails` of an event are the ARNs of those that want it. */
  append(events: readonly { readonly event: TrailEvent; readonly trails: readonly string[] }[]): Promise<void> {
    const database = this.#database;
    const marks = Array(11).fill('?').join(', ');
    database.transaction(() => {
      const insert = database.statement(
        `INSERT INTO event (account, region, at, id, name, source, user_name, access_key_id, read_only, named, text) VALUES (${marks})`,
      );
      const pend = database.statement('INSERT INTO pending (trail, account, region, at, text) VALUES (?, ?, ?, ?, ?)');
      for (const { event, trails } of events) {
        const { account, region, at, id, name, source, userName = null, accessKeyId = null, readOnly, text } = event;
        const named = event.named.map((each) => `\n${each.type}\t${each.name}`).join('');
        if (event.dataOf === undefined) {
          const line = named === '' ? '' : `${named}\n`;
          insert.run(account, region, at, id, name, source, userName, accessKeyId, readOnly ? 1 : 0, line, text);
        }
        for (const trail of trails) pend.run(trail, account, region, at, text);
      }
    });
    return database.settled();
  }

  /** Newest first. */
  find(place: Place, { attribute, from, to, before, limit }: Wanted): FoundEvent[] {
    const field = attribute ? ` AND ${FIELDS[attribute.key]}` : '';
    const value = attribute?.key === 'ReadOnly' ? Number(attribute.value === 'true') : attribute?.value;
    const values = [place.account, place.region, from, to, ...(value === undefined ? [] : [value])];
    const later = before ? ' AND (at, seq) < (?, ?)' : '';
    if (before) values.push(before.at, before.seq);
    const sql = `SELECT seq, id, name, source, at, user_name AS userName, access_key_id AS accessKeyId, read_only AS readOnly, named, text
      FROM event WHERE account = ? AND region = ? AND at >= ? AND at <= ?${field}${later} ORDER BY at DESC, seq DESC LIMIT ${limit}`;
    const rows = this.#database.statement(sql).all(...values) as (Omit<FoundEvent, 'named'> & { readonly named: string })[];
    return rows.map((row) => ({ ...row, named: namedIn(row.named) }));
  }

  pending(trail: string, region: string, limit: number): PendingEvent[] {
    const sql = `SELECT seq, account, region, at, text FROM pending WHERE trail = ? AND region = ? ORDER BY seq LIMIT ${limit}`;
    return this.#database.statement(sql).all(trail, region) as unknown as PendingEvent[];
  }

  /** The regions of which something waits for a trail. */
  pendingRegions(trail: string): string[] {
    const rows = this.#database.statement('SELECT DISTINCT region FROM pending WHERE trail = ?').all(trail);
    return (rows as { region: string }[]).map(({ region }) => region);
  }

  /** What was delivered waits no more. To be called within a transaction. */
  forgetPending(trail: string, region: string, upTo: number): void {
    this.#database.statement('DELETE FROM pending WHERE trail = ? AND region = ? AND seq <= ?').run(trail, region, upTo);
  }

  forget(trail: string): void {
    this.#database.transaction(() => this.#database.statement('DELETE FROM pending WHERE trail = ?').run(trail));
  }

  /** Lets go of what is too old or too much, the oldest first. */
  expire(now: number): void {
    this.#database.transaction(() => {
      this.#database.statement('DELETE FROM event WHERE at < ?').run(now - HISTORY_MS);
      for (const table of ['event', 'pending']) {
        this.#database
          .statement(`DELETE FROM ${table} WHERE seq <= (SELECT seq FROM ${table} ORDER BY seq DESC LIMIT 1 OFFSET ?)`)
          .run(this.#most);
      }
    });
  }

  count(): number {
    return Number((this.#database.statement('SELECT count(*) AS n FROM event').get() as { n: number }).n);
  }
}

const namedIn = (lines: string): Named[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [type = '', name = ''] = line.split('\t');
      return { type, name };
    });
