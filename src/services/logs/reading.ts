import type { SegmentLog } from '#storage';
import { eventOf, type StoredEvent } from './event.ts';

/** aws: events may be at most two hours ahead of their ingestion — API reference, PutLogEvents */
export const MAX_AHEAD_MS = 2 * 3_600_000;
const BLOCK = 1000;
const BLOCK_BYTES = 1024 * 1024;

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

const within = ({ timestamp }: StoredEvent, { startTime, endTime }: TimeRange): boolean =>
  (startTime === undefined || timestamp >= startTime) && (endTime === undefined || timestamp < endTime);

/** Events from an index on, in order of arrival, until one of the bounds is reached or the log ends. */
export async function readForward(
  log: SegmentLog,
  from: number,
  range: TimeRange,
  { limit, maxBytes }: Bounds,
  wanted: (event: StoredEvent) => boolean = () => true,
): Promise<Page> {
  const events: StoredEvent[] = [];
  const begin = Math.max(from, log.first);
  let next = begin;
  let bytes = 0;
  // an event cannot have come in long before its own time
  const notBefore = range.startTime === undefined ? 0 : range.startTime - MAX_AHEAD_MS;
  while (next < log.next) {
    const block = await log.read({ from: next, maxRecords: BLOCK, maxBytes: BLOCK_BYTES, notBefore });
    for (const entry of block.entries) {
      const event = eventOf(entry);
      if (within(event, range) && wanted(event)) {
        bytes += entry.data.length;
        if (events.length > 0 && bytes > maxBytes) return { events, from: begin, next: event.index };
        events.push(event);
      }
      next = event.index + 1;
      if (events.length >= limit) return { events, from: begin, next };
    }
    if (block.next <= next && block.entries.length === 0) break;
    next = Math.max(next, block.next);
  }
  return { events, from: begin, next };
}

/** The newest events before an index, in order of arrival. */
export async function readBackward(
  log: SegmentLog,
  before: number,
  range: TimeRange,
  { limit, maxBytes }: Bounds,
): Promise<Page> {
  const pages: StoredEvent[] = [];
  const next = Math.min(before, log.next);
  let end = next;
  let bytes = 0;
  while (end > log.first && pages.length < limit) {
    const begin = Math.max(log.first, end - BLOCK);
    const found: StoredEvent[] = [];
    for (let at = begin; at < end; ) {
      const block = await log.read({ from: at, maxRecords: end - at, maxBytes: BLOCK_BYTES });
      for (const entry of block.entries) if (entry.index < end) found.push(eventOf(entry));
      if (block.entries.length === 0) break;
      at = block.next;
    }
    for (const event of found.reverse()) {
      end = event.index;
      if (!within(event, range)) continue;
      bytes += event.message.length;
      if (pages.length > 0 && bytes > maxBytes) return { events: pages.reverse(), from: event.index + 1, next };
      pages.push(event);
      if (pages.length >= limit) return { events: pages.reverse(), from: event.index, next };
    }
    end = begin;
  }
  return { events: pages.reverse(), from: end, next };
}

/** By time; what has the same time stays in order of arrival. */
export const byTime = <T extends { readonly timestamp: number }>(events: T[]): T[] =>
  events.sort((a, b) => a.timestamp - b.timestamp);
