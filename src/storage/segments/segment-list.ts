import type { Lend } from '#core';
import { eachRecord, HEADER_BYTES, type LogEntry } from './frame.ts';
import type { HandlePool } from './handle-pool.ts';
import { damaged, eachFrame, placeBefore, type Segment, type SparseIndex, scan } from './segment.ts';
import { Sieve } from './sieve.ts';

export interface ReadRequest {
  readonly from: number;
  readonly maxRecords: number;
  /** Bounds the sum of data and keys; at least one record is given in any case. */
  readonly maxBytes: number;
  /** Records older than this are passed over. */
  readonly notBefore?: number;
  /** Records whose data holds none of these are passed over. */
  readonly anyOf?: readonly Uint8Array[] | undefined;
  /** So many bytes are looked at, whatever is found. */
  readonly maxScan?: number;
  /** Memory for what is read: entries are good for as long as it is. */
  readonly lend?: Lend | undefined;
}

export interface ReadResult {
  readonly entries: LogEntry[];
  /** Where to go on. */
  readonly next: number;
  /** What was looked at: records that were passed over, too, unless for their age. */
  readonly scanned: { readonly records: number; readonly bytes: number };
}

const LARGE_PIECE = 1024 * 1024;
const SMALL_PIECE = 64 * 1024;
/** What a record is guessed to take before one was read: no more is read than is asked for. */
const RECORD_GUESS = 2048;
/** More than the mean is read: a frame that is cut off has to be read once more. */
const OVER = 128;
const CURSORS = 16;

/** The segments of a log, oldest first, and how to find and read what is in them. */
export class SegmentList {
  readonly #pool: HandlePool;
  #segments: readonly Segment[] = [];
  /** What the last records took. */
  #recordBytes = RECORD_GUESS;
  /** Where the frame of an index begins, for readers that go on where they were. */
  readonly #cursors = new Map<number, { segment: Segment; offset: number }>();

  constructor(pool: HandlePool) {
    this.#pool = pool;
  }

  get all(): readonly Segment[] {
    return this.#segments;
  }

  get newest(): Segment | undefined {
    return this.#segments.at(-1);
  }

  add(segment: Segment): void {
    this.#segments = [...this.#segments, segment];
  }

  /** Forgets the oldest; answers them. */
  removeFirst(count: number): readonly Segment[] {
    const gone = this.#segments.slice(0, count);
    this.#segments = this.#segments.slice(count);
    if (count > 0) this.#cursors.clear();
    return gone;
  }

  remember(index: number, segment: Segment, offset: number): void {
    this.#cursors.delete(index);
    this.#cursors.set(index, { segment, offset });
    if (this.#cursors.size > CURSORS) this.#cursors.delete(this.#cursors.keys().next().value as number);
  }

  /** Records below the index `end`. */
  async read(request: ReadRequest, end: number): Promise<ReadResult> {
    const { maxRecords, maxBytes, notBefore = 0, maxScan = Number.POSITIVE_INFINITY } = request;
    const entries: LogEntry[] = [];
    const sieve = request.anyOf && new Sieve(request.anyOf);
    const scanned = { records: 0, bytes: 0 };
    let bytes = 0;
    let full = false;
    let next = Math.max(request.from, this.#segments[0]?.first ?? end);
    while (!full && next < end) {
      const at = this.#holding(next);
      const segment = this.#segments[at] as Segment;
      const after = this.#segments[at + 1];
      if (after && after.millis < notBefore) {
        next = after.first;
        continue;
      }
      const before = next;
      try {
        const offset = await this.#offsetOf(next, segment);
        const guess = sieve ? LARGE_PIECE : Math.min(maxBytes - bytes, (maxRecords - entries.length) * this.#recordBytes);
        const pieceBytes = Math.min(Math.max(SMALL_PIECE, guess), LARGE_PIECE);
        const reached = await eachFrame(
          this.#pool,
          segment,
          { offset, end: segment.bytes, pieceBytes, reuse: sieve !== undefined, lend: request.lend },
          (piece, start, header, place) => {
            if (start === 0) sieve?.begin();
            const behind = header.first + header.count;
            if (header.millis < notBefore) next = Math.max(next, behind);
            if (behind <= next) return true;
            full = scanned.bytes >= maxScan;
            if (full) return false;
            const body = start + HEADER_BYTES;
            if (sieve && next === header.first && !sieve.passes(piece, body, body + header.bodyBytes)) {
              scanned.records += header.count;
              scanned.bytes += header.bodyBytes;
              next = behind;
              return true;
            }
            full = !eachRecord(piece, start, header, next, (entry) => {
              const at = entry.data.byteOffset - piece.byteOffset;
              if (sieve && !sieve.passes(piece, at, at + entry.data.length)) {
                scanned.records++;
                scanned.bytes += entry.data.length;
                next = entry.index + 1;
                return true;
              }
              const size = entry.data.length + (entry.key?.length ?? 0);
              if (entries.length > 0 && bytes + size > maxBytes) return false;
              entries.push(sieve ? { ...entry, data: Buffer.from(entry.data) } : entry);
              bytes += size;
              scanned.records++;
              scanned.bytes += entry.data.length;
              next = entry.index + 1;
              return entries.length < maxRecords && bytes < maxBytes;
            });
            if (next === behind) this.remember(behind, segment, place + HEADER_BYTES + header.bodyBytes);
            return !full;
          },
        );
        if (!full && next === before) throw damaged(segment.path, reached);
      } catch (failure) {
        // retention was faster: go on with what is left
        const oldest = this.#segments[0];
        if (!oldest || this.#segments.includes(segment)) throw failure;
        next = Math.max(next, oldest.first);
      }
    }
    if (entries.length > 0) this.#recordBytes = bytes / entries.length + OVER;
    return { entries, next, scanned };
  }

  /** The index of the first record that came at that time or later; `end` where there is none. */
  async firstAt(millis: number, end: number): Promise<number> {
    for (let at = 0; at < this.#segments.length; at++) {
      const segment = this.#segments[at] as Segment;
      const after = this.#segments[at + 1];
      if (after && after.millis < millis) continue;
      const offset = placeBefore(await this.#indexOf(segment), (place) => place.millis < millis)?.offset ?? 0;
      let found: number | undefined;
      await eachFrame(this.#pool, segment, { offset, end: segment.bytes, pieceBytes: LARGE_PIECE / 2 }, (_piece, _at, header) => {
        if (header.millis >= millis) found = header.first;
        return found === undefined;
      });
      if (found !== undefined) return found;
    }
    return end;
  }

  /** A place in the segment from which the record of an index is to be found by reading on. */
  async #offsetOf(index: number, segment: Segment): Promise<number> {
    const cursor = this.#cursors.get(index);
    if (cursor?.segment === segment) return cursor.offset;
    return placeBefore(await this.#indexOf(segment), (place) => place.first <= index)?.offset ?? 0;
  }

  async #indexOf(segment: Segment): Promise<SparseIndex> {
    segment.index ??= (await scan(this.#pool, segment)).index;
    return segment.index;
  }

  /** The position of the segment that holds an index. */
  #holding(index: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle] as Segment).first <= index) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}
