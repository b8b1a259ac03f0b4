import type { Scope } from '#core';
import type { Database, SegmentLog, Table } from '#storage';
import type { StoredEvent } from './event.ts';
import type { Facts, GroupRow, StreamRow } from './rows.ts';

/** Of a batch of events that became durable. */
export interface Taken {
  readonly firstEvent: number;
  readonly lastEvent: number;
  readonly lastIngestion: number;
  readonly next: number;
}

interface Writing {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly group: GroupRow;
  readonly name: string;
  readonly folder: string;
  /** Durable: the row says that it may be behind. */
  readonly marked: Promise<void>;
  facts: Facts;
  /** Batches on their way. */
  underway: number;
  changed: boolean;
}

/**
 * Facts of streams that are being written to. A stream's row is marked before the first event and brought up to date
 * now and then, not at every batch; where a crash leaves the mark, the next start reads what the row does not know of.
 */
export class Ledger {
  readonly #database: Database;
  readonly #streams: Table<StreamRow>;
  readonly #writing = new Map<string, Writing>();

  constructor(database: Database, streams: Table<StreamRow>) {
    this.#database = database;
    this.#streams = streams;
  }

  of(row: StreamRow): Facts {
    return this.#writing.get(row.folder)?.facts ?? factsOf(row);
  }

  /** A batch is about to be written; resolves when that is safe. To be called in the turn in which the row was read. */
  begin(scope: Pick<Scope, 'account' | 'region'>, group: GroupRow, row: StreamRow): Promise<void> {
    let writing = this.#writing.get(row.folder);
    if (!writing) {
      this.#streams.in(scope).put([group.name, row.name], { ...row, unsettled: true });
      const marked = this.#database.settled();
      writing = {
        scope,
        group,
        name: row.name,
        folder: row.folder,
        marked,
        facts: factsOf(row),
        underway: 0,
        changed: false,
      };
      this.#writing.set(row.folder, writing);
      marked.catch(() => this.#writing.delete(row.folder));
    }
    writing.underway++;
    return writing.marked;
  }

  /** The batch is durable, or has failed. */
  end(row: StreamRow, log?: SegmentLog, taken?: Taken): void {
    const writing = this.#writing.get(row.folder);
    if (!writing) return;
    writing.underway--;
    if (!log || !taken) return;
    writing.changed = true;
    writing.facts = { ...joined(writing.facts, taken), bytes: log.bytes };
  }

  /** Retention has taken events: the first that is left, or none, is where the stream begins now. */
  trimmed(
    scope: Pick<Scope, 'account' | 'region'>,
    group: GroupRow,
    row: StreamRow,
    left: Pick<Facts, 'firstEvent' | 'bytes'>,
  ): void {
    const writing = this.#writing.get(row.folder);
    if (writing) {
      writing.facts = { ...writing.facts, ...left };
      writing.changed = true;
      return;
    }
    const current = this.#streams.in(scope).get(group.name, row.name);
    if (current?.folder === row.folder) this.#streams.in(scope).put([group.name, row.name], { ...current, ...left });
  }

  /** Brings the rows up to date; those of streams to which nothing has come since the last time lose their mark. */
  flush(): void {
    if (this.#writing.size === 0) return;
    this.#database.transaction(() => {
      for (const writing of this.#writing.values()) this.#write(writing);
    });
  }

  /** After a crash: reads the events that the row does not know of. */
  async settle(
    scope: Pick<Scope, 'account' | 'region'>,
    group: GroupRow,
    row: StreamRow,
    log: SegmentLog,
    events: AsyncIterable<Pick<StoredEvent, 'index' | 'timestamp' | 'ingestionTime'>>,
  ): Promise<void> {
    let facts = factsOf(row);
    for await (const { index, timestamp, ingestionTime } of events) {
      facts = joined(facts, { firstEvent: timestamp, lastEvent: timestamp, lastIngestion: ingestionTime, next: index + 1 });
    }
    const { unsettled: _, ...settled } = { ...row, ...facts, bytes: log.bytes };
    this.#streams.in(scope).put([group.name, row.name], settled);
  }

  #write(writing: Writing): void {
    const { scope, group, name, folder, facts, changed, underway } = writing;
    const streams = this.#streams.in(scope);
    const row = streams.get(group.name, name);
    if (row?.folder !== folder) {
      this.#writing.delete(folder); // deleted, or made anew under its name
      return;
    }
    const idle = !changed && underway === 0;
    const { unsettled: _, ...known } = { ...row, ...facts };
    if (idle || changed) streams.put([group.name, name], idle ? known : { ...known, unsettled: true });
    if (idle) this.#writing.delete(folder);
    writing.changed = false;
  }
}

const factsOf = ({ firstEvent, lastEvent, lastIngestion, next, bytes }: StreamRow): Facts => ({
  firstEvent,
  lastEvent,
  lastIngestion,
  next: next ?? 1,
  bytes: bytes ?? 0,
});

const joined = (facts: Facts, taken: Taken): Facts => ({
  ...facts,
  firstEvent: Math.min(facts.firstEvent ?? taken.firstEvent, taken.firstEvent),
  lastEvent: Math.max(facts.lastEvent ?? taken.lastEvent, taken.lastEvent),
  lastIngestion: Math.max(facts.lastIngestion ?? 0, taken.lastIngestion),
  next: Math.max(facts.next, taken.next),
});
