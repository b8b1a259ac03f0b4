import type { LogEntry, SegmentLog } from '#storage';
import { eventOf, type StoredEvent, timestampOf } from './event.ts';

/** aws: events may be at most two hours ahead of their ingestion — API reference, PutLogEvents */
export const MAX_AHEAD_MS = 2 * 3_600_000;
const BLOCK = 1000;
export const BLOCK_BYTES = 1024 * 1024;
/** So much is looked at in one step where little is found. */
export const SIEVED_BYTES = 16 * 1024 * 1024;
/** Backwards, blocks are chosen by index: so many events are taken at first, more where they turn out to be small. */
const FIRST_BACK = 64;

export interface TimeRange {
  /** Inclusive. */
  readonly startTime?: number | undefined;
  /** Exclusive. */
  readonly endTime?: number | undefined;
}

export interface Page {
  readonly events: StoredEvent[];
  /** The index before which nothing of the page lies, and the one after it: where backward and forward go on. */
  readonly from: number;
  readonly next: number;
}

interface Bounds {
  readonly limit: number;
  readonly maxBytes: number;
}

export const within = (timestamp: number, { startTime, endTime }: TimeRange): boolean =>
  (startTime === undefined || timestamp >= startTime) && (endTime === undefined || timestamp < endTime);

/** What came in before this is not in the range: an event cannot come in long before its own time. */
const notBefore = ({ startTime }: TimeRange): number => (startTime === undefined ? 0 : startTime - MAX_AHEAD_MS);

/** What a reader of the range asks of the log: keys are times of events. */
export const bounds = (range: TimeRange) => ({ notBefore: notBefore(range), keys: { from: range.startTime, to: range.endTime } });

/** A stream's log, with what decrypts the events of it that are encrypted. */
export interface EventLog {
  readonly log: SegmentLog;
  open(entries: readonly LogEntry[]): Promise<readonly LogEntry[]>;
}

/** When the events from an index on were and came, in order of arrival. */
export async function* stampsFrom(
  log: SegmentLog,
  from: number,
): AsyncGenerator<Pick<StoredEvent, 'index' | 'timestamp' | 'ingestionTime'>, void, undefined> {
  for (let next = Math.max(from, log.first); next < log.next; ) {
    const block = await log.read({ from: next, maxRecords: BLOCK, maxBytes: BLOCK_BYTES });
    if (block.entries.length === 0) return;
    yield* block.entries.map((entry) => ({ index: entry.index, timestamp: timestampOf(entry), ingestionTime: entry.millis }));
    next = block.next;
  }
}

export interface Block {
  readonly events: StoredEvent[];
  readonly next: number;
  readonly scanned: { readonly records: number; readonly bytes: number };
}

/** One step of reading forward: the events of the range in the next block that hold one of the texts, and where to go on. */
export async function readBlock(
  { log, open }: EventLog,
  from: number,
  range: TimeRange,
  { maxRecords = BLOCK, anyOf }: { maxRecords?: number; anyOf?: readonly Uint8Array[] | undefined } = {},
): Promise<Block> {
  const begin = Math.max(from, log.first);
  if (begin >= log.next) return { events: [], next: begin, scanned: { records: 0, bytes: 0 } };
  const { entries, next, scanned } = await log.read({
    from: begin,
    maxRecords,
    maxBytes: BLOCK_BYTES,
    ...bounds(range),
    anyOf,
    maxScan: SIEVED_BYTES,
  });
  const shown = await open(entries.filter((entry) => within(timestampOf(entry), range)));
  return { events: shown.map(eventOf), next, scanned };
}

/** Events from an index on, in order of arrival, until one of the bounds is reached or the log ends. */
export async function readForward(from: EventLog, index: number, range: TimeRange, { limit, maxBytes }: Bounds): Promise<Page> {
  const { log } = from;
  const events: StoredEvent[] = [];
  const begin = Math.max(index, log.first);
  const unbounded = range.startTime === undefined && range.endTime === undefined;
  let next = begin;
  let bytes = 0;
  while (next < log.next) {
    const block = await readBlock(from, next, range, {
      maxRecords: unbounded ? Math.min(BLOCK, limit - events.length) : BLOCK,
    });
    for (const event of block.events) {
      bytes += event.bytes;
      if (events.length > 0 && bytes > maxBytes) return { events, from: begin, next: event.index };
      events.push(event);
      if (events.length >= limit) return { events, from: begin, next: event.index + 1 };
    }
    if (block.next <= next) break;
    next = block.next;
  }
  return { events, from: begin, next };
}

/** The newest events before an index, in order of arrival. */
export async function readBackward(
  { log, open }: EventLog,
  before: number,
  range: TimeRange,
  { limit, maxBytes }: Bounds,
): Promise<Page> {
  const newest: StoredEvent[] = [];
  const next = Math.min(before, log.next);
  const oldest = notBefore(range);
  let end = next;
  let bytes = 0;
  let step = Math.min(FIRST_BACK, limit);
  const page = (from: number): Page => ({ events: newest.reverse(), from, next });
  while (end > log.first) {
    const begin = Math.max(log.first, end - step);
    const entries = [];
    let read = 0;
    for (let at = begin; at < end; ) {
      const block = await log.read({ from: at, maxRecords: end - at, maxBytes: BLOCK_BYTES });
      if (block.entries.length === 0) break; // retention was faster
      entries.push(...(await open(block.entries)));
      at = block.next;
    }
    for (const entry of entries.reverse()) {
      if (entry.index >= end) continue;
      if (entry.millis < oldest) return page(entry.index + 1);
      end = entry.index;
      read += entry.data.length;
      if (!within(timestampOf(entry), range)) continue;
      bytes += entry.data.length;
      if (newest.length > 0 && bytes > maxBytes) return page(entry.index + 1);
      newest.push(eventOf(entry));
      if (newest.length >= limit) return page(entry.index);
    }
    end = begin;
    const each = read / Math.max(1, entries.length);
    step = Math.max(16, Math.min(BLOCK, Math.floor(BLOCK_BYTES / Math.max(each, 1))));
  }
  return page(Math.max(end, Math.min(log.first, next)));
}

/** By time; what has the same time stays in order of arrival. */
export const byTime = <T extends { readonly timestamp: number }>(events: T[]): T[] =>
  events.sort((a, b) => a.timestamp - b.timestamp);
