import type { Scope } from '#core';
import { type Block, keyOf, type RecordPlace } from '#storage';
import type { StoredEvent } from './event.ts';
import type { Needles } from './needles.ts';
import { BLOCK_BYTES, bounds, type EventLog, readBlock, SIEVED_BYTES, type TimeRange, within } from './reading.ts';
import { isTurnOver, matching } from './regex-time.ts';
import type { GroupRow, LogStore, StreamRow } from './store.ts';

export interface Source {
  readonly scope: Scope;
  readonly group: GroupRow;
  readonly stream: StreamRow;
}

export interface Found extends StoredEvent {
  readonly source: Source;
}

/** aws: 56 digits, unique within the account — observed in answers */
export function idOf({ timestamp, index, source }: Found): string {
  const stream = BigInt(`0x${source.stream.folder}`) % 10n ** 24n;
  return `3${String(timestamp).padStart(15, '0')}${String(stream).padStart(24, '0')}${String(index).padStart(16, '0')}`;
}

/** Where each stream goes on, by its folder. One that has not been looked at is not in it. */
export type Positions = Record<string, number>;

export interface Bounds {
  readonly limit: number;
  readonly maxBytes: number;
  /** So much is read at most, whatever is found. */
  readonly scanBytes: number;
}

export interface Scanned {
  records: number;
  bytes: number;
}

/** Whether a stream has anything of a time, as far as is known without reading it. */
function concerns(store: LogStore, { stream }: Source, { startTime, endTime }: TimeRange): boolean {
  const { firstEvent, lastEvent } = store.ledger.of(stream);
  if (firstEvent === undefined || lastEvent === undefined) return false;
  return (startTime === undefined || lastEvent >= startTime) && (endTime === undefined || firstEvent < endTime);
}

/** Where an event lies in memory. */
export type EventPlace = Pick<RecordPlace, 'index' | 'millis' | 'piece' | 'data' | 'end'>;

/** What of a stream is shown: events that hold one of the texts, and whole blocks where `skim` says that their digest is enough. */
export interface Shown {
  readonly anyOf: Needles;
  readonly skim?: ((block: Block) => boolean) | undefined;
  take(place: EventPlace, timestamp: number): void;
}

/** Shows the events of one stream in order of arrival, until the end it has when it is reached; a step at a time. */
export async function* scansOf(
  store: LogStore,
  source: Source,
  range: TimeRange,
  { anyOf, skim, take }: Shown,
): AsyncGenerator<Scanned> {
  if (!concerns(store, source, range)) return;
  try {
    const log = await store.events(source.group, source.stream);
    const opener = store.keys.opener(source.scope, source.group, source.stream);
    const request = { ...bounds(range), anyOf, skim, maxScan: anyOf || skim ? SIEVED_BYTES : BLOCK_BYTES };
    for (let at = log.first; at < log.next; ) {
      let locked = 0;
      const { next, scanned } = await log.scan({ ...request, from: at }, (place) => {
        const timestamp = keyOf(place);
        if (!within(timestamp, range)) return 'go on';
        if (place.tag === 0) {
          take(place, timestamp);
          return isTurnOver() ? 'stop' : 'go on';
        }
        const piece = opener.messageOf(place);
        if (!piece) {
          locked = place.tag;
          return 'stop before';
        }
        take({ index: place.index, millis: place.millis, piece, data: 0, end: piece.length }, timestamp);
        return isTurnOver() ? 'stop' : 'go on';
      });
      if (locked > 0) await opener.prepare(locked);
      else if (next <= at) return;
      at = next;
      yield scanned;
    }
  } catch (failure) {
    // deleted meanwhile: it has no events any more
    if (store.isCurrent(source.scope, source.group, source.stream)) throw failure;
  }
}

/** What is looked for. */
export interface Sought {
  matches(message: string): boolean;
  /** An event that matches holds at least one of these: what holds none need not be looked at closely. */
  readonly anyOf?: Needles;
}

interface Cursor {
  readonly source: Source;
  /** No event of the stream from here on is older, as far as streams are in order. */
  least: number;
  events?: EventLog;
  /** Found and not yet given. */
  ahead: StoredEvent[];
  /** The index from which on is to be read. */
  at: number | undefined;
  done: boolean;
}

/**
 * The events of many streams that match, merged by time. Streams are opened when their time comes, and each is read no
 * further ahead than one block.
 */
export class Search {
  readonly #store: LogStore;
  readonly #range: TimeRange;
  readonly #pattern: Sought;
  readonly #cursors: Cursor[];
  readonly scanned: Scanned = { records: 0, bytes: 0 };

  constructor(store: LogStore, sources: readonly Source[], range: TimeRange, pattern: Sought, positions: Positions = {}) {
    this.#store = store;
    this.#range = range;
    this.#pattern = pattern;
    this.#cursors = sources.flatMap((source) => this.#cursorOf(source, positions[source.stream.folder]));
  }

  /** The next events; none left where `more` is false. */
  async next({ limit, maxBytes, scanBytes }: Bounds): Promise<{ events: Found[]; more: boolean }> {
    const events: Found[] = [];
    const enough = this.scanned.bytes + scanBytes;
    let bytes = 0;
    for (;;) {
      const cursor = this.#earliest();
      if (!cursor) return { events, more: false };
      const event = cursor.ahead[0];
      if (!event) {
        if (this.scanned.bytes >= enough) return { events, more: true };
        await this.#fill(cursor);
        continue;
      }
      bytes += event.bytes;
      if (events.length >= limit || (events.length > 0 && bytes > maxBytes)) return { events, more: true };
      cursor.ahead.shift();
      events.push({ ...event, source: cursor.source });
    }
  }

  /** Where to go on, for a later search. */
  positions(): Positions {
    const positions: Positions = {};
    for (const { source, ahead, at } of this.#cursors) {
      const position = ahead[0]?.index ?? at;
      if (position !== undefined) positions[source.stream.folder] = position;
    }
    return positions;
  }

  #cursorOf(source: Source, at: number | undefined): Cursor[] {
    if (!concerns(this.#store, source, this.#range)) return [];
    const { firstEvent = 0 } = this.#store.ledger.of(source.stream);
    return [{ source, least: firstEvent, ahead: [], at, done: false }];
  }

  #earliest(): Cursor | undefined {
    let earliest: Cursor | undefined;
    for (const cursor of this.#cursors) {
      if (cursor.done && cursor.ahead.length === 0) continue;
      if (!earliest || timeOf(cursor) < timeOf(earliest)) earliest = cursor;
    }
    return earliest;
  }

  /** Reads one block. */
  async #fill(cursor: Cursor): Promise<void> {
    const { source } = cursor;
    try {
      cursor.events ??= await this.#store.reader(source.scope, source.group, source.stream);
      const { log } = cursor.events;
      const begin = cursor.at ?? log.first;
      const block = await readBlock(cursor.events, begin, this.#range, { anyOf: this.#pattern.anyOf });
      this.scanned.records += block.scanned.records;
      this.scanned.bytes += block.scanned.bytes;
      cursor.ahead = await matching(block.events, (message) => this.#pattern.matches(message));
      cursor.least = Math.max(cursor.least, block.events.at(-1)?.timestamp ?? cursor.least);
      cursor.at = block.next;
      cursor.done = block.next >= log.next || block.next <= begin;
    } catch (failure) {
      // deleted meanwhile: it has no events any more
      if (this.#store.isCurrent(source.scope, source.group, source.stream)) throw failure;
      cursor.done = true;
    }
  }
}

const timeOf = ({ ahead, least }: Cursor): number => ahead[0]?.timestamp ?? least;
