import { type Digests, digestFile } from './digests.ts';
import { eachRecord, HEADER_BYTES, type LogEntry, type RecordPlace, Stretch } from './frame.ts';
import type { HandlePool } from './handle-pool.ts';
import { removeFile } from './log-files.ts';
import type { ScanRequest } from './scan-request.ts';
import { damaged, eachFrame, isWarm, placeBefore, type Segment, type SparseIndex, scan } from './segment.ts';
import { Sieve } from './sieve.ts';
import { Skipping } from './skipping.ts';

/** Looks at a record; `stop before`: it is the next one of the next scan. */
export type Take = (record: RecordPlace) => 'go on' | 'stop' | 'stop before';

export interface ReadRequest extends ScanRequest {
  readonly maxRecords: number;
  /** Bounds the sum of data and keys; at least one record is given in any case. */
  readonly maxBytes: number;
}

export interface Scanned {
  /** Where to go on. */
  readonly next: number;
  /** What was looked at: records that were passed over, too, unless for their age. */
  readonly scanned: { readonly records: number; readonly bytes: number };
}

export interface ReadResult extends Scanned {
  readonly entries: LogEntry[];
}

/** Records where they lie. */
export interface StretchesRead extends Scanned {
  readonly stretches: Stretch[];
  readonly records: number;
  /** Of data and keys. */
  readonly bytes: number;
}

/** How a scan reads: `reuse`, a record is good only until the next one. */
interface Reading {
  readonly pieceBytes: number;
  readonly reuse: boolean;
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
  readonly #digests: Digests | undefined;
  #segments: readonly Segment[] = [];
  /** What the last records took. */
  #recordBytes = RECORD_GUESS;
  /** Where the frame of an index begins, for readers that go on where they were. */
  readonly #cursors = new Map<number, { segment: Segment; offset: number }>();

  constructor(pool: HandlePool, digests: Digests | undefined) {
    this.#pool = pool;
    this.#digests = digests;
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

  /** The next records go to another one. */
  roll(segment: Segment): void {
    const { newest } = this;
    this.add(segment);
    if (newest) this.#digests?.sealed(newest);
  }

  /** Records from an index on were written at that place of the newest. */
  wrote(first: number, segment: Segment, offset: number): void {
    segment.writtenFrom ??= offset;
    this.remember(first, segment, offset);
    this.#digests?.grown(segment, (segment.bytes ?? 0) - offset);
  }

  /** Forgets the oldest; answers them. */
  removeFirst(count: number): readonly Segment[] {
    const gone = this.#segments.slice(0, count);
    this.#segments = this.#segments.slice(count);
    if (count > 0) this.#cursors.clear();
    return gone;
  }

  /** Removes the files all of whose records are older, or all; but never the newest. */
  async trim(olderThan: number, allGone: boolean): Promise<void> {
    const behind = this.#segments.slice(1);
    const kept = allGone ? -1 : behind.findIndex(({ millis }) => millis >= olderThan);
    const count = kept < 0 ? behind.length : kept;
    for (const { path, digesting } of this.removeFirst(count)) {
      await digesting;
      await this.#pool.forget(path);
      await Promise.all([path, digestFile(path)].map(removeFile));
    }
  }

  /** Waits for digests that are being made, and forgets those of the folder. */
  async close(folder: string): Promise<void> {
    await Promise.all(this.#segments.map(({ digesting }) => digesting));
    this.#digests?.forget(folder);
  }

  remember(index: number, segment: Segment, offset: number): void {
    this.#cursors.delete(index);
    this.#cursors.set(index, { segment, offset });
    if (this.#cursors.size > CURSORS) this.#cursors.delete(this.#cursors.keys().next().value as number);
  }

  /** Records below the index `end`. */
  async read(request: ReadRequest, end: number): Promise<ReadResult> {
    const entries: LogEntry[] = [];
    const sieved = request.anyOf !== undefined;
    const { next, scanned } = await this.#within(request, end, (place) => {
      const entry = place.entry();
      entries.push(sieved ? { ...entry, data: Buffer.from(entry.data) } : entry);
    });
    return { entries, next, scanned };
  }

  /** The same where they lie, without an object for each; not for those that are sieved. */
  async stretches(request: Omit<ReadRequest, 'anyOf'>, end: number): Promise<StretchesRead> {
    const stretches: Stretch[] = [];
    let frame: RecordPlace | undefined;
    const read = await this.#within(request, end, (place) => {
      // a place goes from record to record of one frame
      if (place === frame) (stretches.at(-1) as Stretch).count++;
      else stretches.push(new Stretch(place));
      frame = place;
    });
    return { stretches, ...read };
  }

  /** Shows records until there are as many, or as many bytes, as are asked for. */
  async #within(request: ReadRequest, end: number, show: (place: RecordPlace) => void) {
    const { maxRecords, maxBytes } = request;
    const sieved = request.anyOf !== undefined;
    let records = 0;
    let bytes = 0;
    const guess = sieved ? LARGE_PIECE : Math.min(maxBytes, maxRecords * this.#recordBytes);
    const reading = { pieceBytes: Math.min(Math.max(SMALL_PIECE, guess), LARGE_PIECE), reuse: sieved };
    const scanned = await this.scan(
      request,
      end,
      (place) => {
        const size = place.end - place.key;
        if (records > 0 && bytes + size > maxBytes) return 'stop before';
        show(place);
        records++;
        bytes += size;
        return records < maxRecords && bytes < maxBytes ? 'go on' : 'stop';
      },
      reading,
    );
    if (records > 0) this.#recordBytes = bytes / records + OVER;
    return { records, bytes, ...scanned };
  }

  /** Shows records below the index `end` one by one, where they lie. */
  async scan(request: ScanRequest, end: number, take: Take, reading: Reading): Promise<Scanned> {
    const { notBefore = 0, maxScan = Number.POSITIVE_INFINITY } = request;
    const sieve = request.anyOf && new Sieve(request.anyOf);
    const skipping = this.#digests && (request.anyOf || request.keys || request.skim) && new Skipping(request);
    const scanned = { records: 0, bytes: 0 };
    let full = false;
    let next = Math.max(request.from, this.#segments[0]?.first ?? end);
    const passed = (records: number, bytes: number) => {
      scanned.records += records;
      scanned.bytes += bytes;
      next += records;
    };
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
        const stretch = await skipping?.next(this.#digests as Digests, segment, after !== undefined, next);
        if (stretch) {
          scanned.records += stretch.records;
          scanned.bytes += stretch.bytes;
          next = stretch.next;
          full = scanned.bytes >= maxScan;
          if (full || stretch.offset === undefined) continue;
        }
        const offset = this.#cursorOf(next, segment) ?? stretch?.offset ?? (await this.#offsetOf(next, segment));
        const reached = await eachFrame(
          this.#pool,
          segment,
          {
            offset,
            end: stretch?.end ?? segment.bytes,
            ...reading,
            lend: request.lend,
            warm: !reading.reuse && !after && isWarm(segment, offset),
          },
          (piece, start, header, place) => {
            if (start === 0) sieve?.begin();
            const behind = header.first + header.count;
            if (header.millis < notBefore) next = Math.max(next, behind);
            if (behind <= next) return true;
            full = scanned.bytes >= maxScan;
            if (full) return false;
            const body = start + HEADER_BYTES;
            // what is encrypted is not seen through
            const sieving = header.tag === 0 ? sieve : undefined;
            if (sieving && next === header.first && !sieving.passes(piece, body, body + header.bodyBytes)) {
              passed(header.count, header.bodyBytes);
              return true;
            }
            full = !eachRecord(piece, start, header, next, (record) => {
              const whether = sieving && !sieving.passes(piece, record.data, record.end) ? 'go on' : take(record);
              if (whether === 'stop before') return false;
              passed(1, record.end - record.data);
              return whether === 'go on';
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
    return { next, scanned };
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

  #cursorOf(index: number, segment: Segment): number | undefined {
    const cursor = this.#cursors.get(index);
    return cursor?.segment === segment ? cursor.offset : undefined;
  }

  /** A place in the segment from which the record of an index is to be found by reading on. */
  async #offsetOf(index: number, segment: Segment): Promise<number> {
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
