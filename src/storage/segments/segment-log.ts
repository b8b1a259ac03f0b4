import { constants } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#core';
import { boundOf, eachRecord, encodeFrames, HEADER_BYTES, type LogEntry, type LogRecord } from './frame.ts';
import { type HandlePool, truncateAt, writeAt } from './handle-pool.ts';
import { createFile, listNames, removeFile, removeTree, sizeOfFile } from './log-files.ts';
import type { ScratchBuffers } from './scratch-buffers.ts';
import {
  damaged,
  eachFrame,
  newSegment,
  parseSegmentName,
  placeBefore,
  remember,
  type Segment,
  scan,
  segmentName,
} from './segment.ts';

/** Where records went: `first` is the index of the first of them, the others follow it. */
export interface Appended {
  readonly first: number;
  readonly millis: number;
}

export interface ReadRequest {
  readonly from: number;
  readonly maxRecords: number;
  /** Bounds the sum of data and keys; at least one record is given in any case. */
  readonly maxBytes: number;
  /** Records older than this are passed over. */
  readonly notBefore?: number;
}

export interface ReadResult {
  readonly entries: LogEntry[];
  /** Where to go on. */
  readonly next: number;
}

/** What the logs of a store share. */
export interface LogSurroundings {
  readonly pool: HandlePool;
  readonly clock: Clock;
  readonly buffers: ScratchBuffers;
  /** Whether an append waits for the disk, or only for the operating system. */
  readonly fsync: boolean;
  readonly segmentBytes: number;
  /** A segment that is older and not tiny is closed, so that retention can take it. */
  readonly segmentMillis: number;
}

/** The most that is written at once; what waits longer goes with the next write. */
const WRITE_BYTES = 4 * 1024 * 1024;
/** More than this behind the last good frame is no torn write. */
const TORN_BYTES = 32 * 1024 * 1024;
const TINY_BYTES = 1024 * 1024;
const CURSORS = 16;

interface Waiting {
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  resolve(appended: Appended): void;
  reject(reason: unknown): void;
}

/** An append-only log in a folder of its own. Many appends that come together share one durable write. */
export class SegmentLog {
  readonly #folder: string;
  readonly #with: LogSurroundings;
  #segments: Segment[] = [];
  /** The next index: everything below it is durable and readable. */
  #next = 1;
  #lastMillis = 0;
  #queue: Waiting[] = [];
  #queued = 0;
  #trimTo: number | undefined;
  #writing: Promise<void> | undefined;
  /** A failed write may have left bytes behind the good end of the newest file. */
  #dirty = false;
  #closed = false;
  #stirs = 0;
  readonly #sleepers = new Set<(whatever: boolean) => void>();
  /** Where the frame of an index begins, for readers that go on where they were. */
  readonly #cursors = new Map<number, { segment: Segment; offset: number }>();

  private constructor(folder: string, surroundings: LogSurroundings) {
    this.#folder = folder;
    this.#with = surroundings;
  }

  /** Opens what is there, repairing the end that a crash may have torn. A log that was never written to has no folder. */
  static async open(folder: string, surroundings: LogSurroundings): Promise<SegmentLog> {
    const log = new SegmentLog(folder, surroundings);
    await log.#recover();
    return log;
  }

  /** The lowest index that can still be there. */
  get first(): number {
    return this.#segments[0]?.first ?? this.#next;
  }

  /** The index the next record gets. */
  get next(): number {
    return this.#next;
  }

  /** When the newest record came; 0 where there was none. */
  get lastMillis(): number {
    return this.#lastMillis;
  }

  /** Whether appends are on their way. */
  get busy(): boolean {
    return this.#writing !== undefined;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when the records are durable. They get consecutive indices, in order, after all earlier appends. */
  append(records: readonly LogRecord[]): Promise<Appended> {
    if (this.#closed) return Promise.reject(new Error(`${this.#folder} is closed`));
    let bytes = 0;
    for (const record of records) bytes += boundOf(record);
    return new Promise((resolve, reject) => {
      this.#queue.push({ records, bytes, resolve, reject });
      this.#queued += bytes;
      this.#writing ??= this.#work();
    });
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    const { maxRecords, maxBytes, notBefore = 0 } = request;
    const entries: LogEntry[] = [];
    let bytes = 0;
    let full = false;
    let next = Math.max(request.from, this.first);
    while (!full && next < this.#next) {
      const at = this.#segmentAt(next);
      const segment = this.#segments[at] as Segment;
      const after = this.#segments[at + 1];
      if (after && after.millis < notBefore) {
        next = after.first;
        continue;
      }
      const before = next;
      const known = this.#cursors.get(next);
      try {
        const index = known?.segment === segment ? undefined : await this.#indexOf(segment);
        const offset = index ? (placeBefore(index, (place) => place.first <= next)?.offset ?? 0) : (known?.offset ?? 0);
        const pieceBytes = Math.min(Math.max(64 * 1024, Math.min(maxBytes - bytes, maxRecords * 2048)), 1024 * 1024);
        const reached = await eachFrame(
          this.#with.pool,
          segment,
          { offset, end: segment.bytes, pieceBytes },
          (piece, start, header, place) => {
            const end = header.first + header.count;
            if (header.millis < notBefore) next = Math.max(next, end);
            if (end <= next) return true;
            full = !eachRecord(piece, start, header, next, (entry) => {
              const size = entry.data.length + (entry.key?.length ?? 0);
              if (entries.length > 0 && bytes + size > maxBytes) return false;
              entries.push(entry);
              bytes += size;
              next = entry.index + 1;
              return entries.length < maxRecords && bytes < maxBytes;
            });
            if (next === end) this.#rememberCursor(end, segment, place + HEADER_BYTES + header.bodyBytes);
            return !full;
          },
        );
        if (!full && next === before) throw damaged(segment.path, reached);
      } catch (failure) {
        // retention was faster: go on with what is left
        if (!this.#segments.includes(segment) && !this.#closed) next = Math.max(next, this.first);
        else throw failure;
      }
    }
    return { entries, next };
  }

  /** The index of the first record that came at that time or later; the next index where there is none. */
  async firstAt(millis: number): Promise<number> {
    for (let at = 0; at < this.#segments.length; at++) {
      const segment = this.#segments[at] as Segment;
      const after = this.#segments[at + 1];
      if (after && after.millis < millis) continue;
      const offset = placeBefore(await this.#indexOf(segment), (place) => place.millis < millis)?.offset ?? 0;
      let found: number | undefined;
      await eachFrame(this.#with.pool, segment, { offset, end: segment.bytes, pieceBytes: 512 * 1024 }, (_piece, _at, header) => {
        if (header.millis >= millis) found = header.first;
        return found === undefined;
      });
      if (found !== undefined) return found;
    }
    return this.#next;
  }

  /**
   * Resolves when there is a record of that index or a later one, when the log is closed, has been stirred more often
   * than `stirs` says, or when the signal aborts.
   */
  arrival(index: number, signal?: AbortSignal, stirs = this.#stirs): Promise<void> {
    if (this.#next > index || this.#closed || signal?.aborted || stirs !== this.#stirs) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (whatever: boolean) => {
        if (!whatever && this.#next <= index) return;
        this.#sleepers.delete(wake);
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => wake(true);
      this.#sleepers.add(wake);
      signal?.addEventListener('abort', abort);
    });
  }

  /** How often the log has been stirred: whoever looks at it and then waits misses nothing in between. */
  get stirs(): number {
    return this.#stirs;
  }

  /** Wakes those who wait, whatever they wait for: when something else about the log has changed. */
  stir(): void {
    this.#stirs++;
    for (const wake of [...this.#sleepers]) wake(true);
  }

  /** Removes the files all of whose records are older. Numbering goes on where it was. */
  async trim(olderThan: number): Promise<void> {
    if (this.#closed || this.#segments.length === 0) return;
    this.#trimTo = olderThan;
    this.#writing ??= this.#work();
    await this.#writing;
  }

  /** Waits for what is on its way and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.stir();
    await this.#writing;
    await this.#with.pool.forget(`${this.#folder}/`);
  }

  /** Closes the log and removes its folder. */
  async destroy(): Promise<void> {
    await this.close();
    this.#segments = [];
    await removeTree(this.#folder);
  }

  async #work(): Promise<void> {
    await undefined; // the caller stores the promise first; and whoever appends in this turn goes along
    while (this.#queue.length > 0 || this.#trimTo !== undefined) {
      if (this.#trimTo !== undefined) await this.#trimNow(this.#trimTo);
      if (this.#queue.length > 0) await this.#writeQueue();
    }
    this.#writing = undefined;
  }

  async #writeQueue(): Promise<void> {
    const batch = this.#take();
    const records = batch.length === 1 ? (batch[0] as Waiting).records : batch.flatMap((waiting) => waiting.records);
    const first = this.#next;
    const millis = Math.max(this.#with.clock.millis(), this.#lastMillis);
    try {
      const segment = await this.#writable(millis);
      const bound = batch.reduce((sum, waiting) => sum + waiting.bytes, 0) + HEADER_BYTES * records.length;
      await this.#with.buffers.with(bound, async (buffer) => {
        const { bytes, frames } = encodeFrames(buffer, records, first, millis);
        const position = segment.bytes ?? 0;
        this.#dirty = true;
        await this.#with.pool.with(segment.path, this.#writeFlags(), (descriptor) =>
          writeAt(descriptor, buffer.subarray(0, bytes), position),
        );
        this.#dirty = false;
        segment.bytes = position + bytes;
        for (const frame of frames) {
          if (segment.index) remember(segment.index, { ...frame, offset: position + frame.offset });
        }
        this.#rememberCursor(first, segment, position);
      });
    } catch (failure) {
      for (const waiting of batch) waiting.reject(failure);
      return;
    }
    this.#next = first + records.length;
    this.#lastMillis = millis;
    let index = first;
    for (const waiting of batch) {
      waiting.resolve({ first: index, millis });
      index += waiting.records.length;
    }
    for (const wake of [...this.#sleepers]) wake(false);
  }

  #take(): Waiting[] {
    if (this.#queued <= WRITE_BYTES) {
      const all = this.#queue;
      this.#queue = [];
      this.#queued = 0;
      return all;
    }
    let bytes = 0;
    let count = 0;
    do bytes += (this.#queue[count++] as Waiting).bytes;
    while (count < this.#queue.length && bytes + (this.#queue[count] as Waiting).bytes <= WRITE_BYTES);
    this.#queued -= bytes;
    return this.#queue.splice(0, count);
  }

  /** The newest segment, cut back if a write failed, or a new one if it is full. */
  async #writable(millis: number): Promise<Segment> {
    const newest = this.#segments.at(-1);
    const bytes = newest?.bytes ?? 0;
    if (newest && this.#dirty) {
      await this.#with.pool.with(newest.path, this.#writeFlags(), (descriptor) => truncateAt(descriptor, bytes));
      this.#dirty = false;
    }
    const old = newest !== undefined && millis - newest.millis >= this.#with.segmentMillis && bytes >= TINY_BYTES;
    if (newest && bytes < this.#with.segmentBytes && !old) return newest;
    return this.#roll(millis);
  }

  async #roll(millis: number): Promise<Segment> {
    const segment = newSegment(join(this.#folder, segmentName(this.#next, millis)), this.#next, millis);
    await createFile(this.#folder, segment.path, this.#with.fsync);
    this.#segments.push(segment);
    return segment;
  }

  async #trimNow(olderThan: number): Promise<void> {
    this.#trimTo = undefined;
    try {
      const holdsRecords = this.#segments.length > 0 && (this.#segments.at(-1) as Segment).first < this.#next;
      const allGone = this.#lastMillis < olderThan;
      if (holdsRecords && allGone) await this.#roll(Math.max(this.#lastMillis, this.#with.clock.millis()));
      const last = this.#segments.length - 1;
      const isGone = (at: number) => at < last && (allGone || (this.#segments[at + 1] as Segment).millis < olderThan);
      let count = 0;
      while (isGone(count)) count++;
      const gone = this.#segments.slice(0, count);
      this.#segments = this.#segments.slice(gone.length);
      if (gone.length > 0) this.#cursors.clear();
      for (const { path } of gone) {
        await this.#with.pool.forget(path);
        await removeFile(path);
      }
    } catch {
      // the disk is full or a file cannot be removed: tried again at the next trim
    }
  }

  async #recover(): Promise<void> {
    const names = await listNames(this.#folder);
    for (const name of names.sort()) {
      const parts = parseSegmentName(name);
      if (parts) this.#segments.push({ path: join(this.#folder, name), ...parts, bytes: undefined, index: undefined });
    }
    for (const segment of this.#segments) segment.bytes = await sizeOfFile(segment.path);
    const newest = this.#segments.at(-1);
    if (!newest) return;
    const found = await scan(this.#with.pool, newest);
    const length = newest.bytes ?? 0;
    if (length - found.bytes > TORN_BYTES) throw damaged(newest.path, found.bytes);
    if (length > found.bytes) {
      await this.#with.pool.with(newest.path, this.#writeFlags(), (descriptor) => truncateAt(descriptor, found.bytes));
    }
    newest.bytes = found.bytes;
    newest.index = found.index;
    this.#next = found.next;
    this.#lastMillis = Math.max(found.millis, newest.first > 1 ? newest.millis : 0);
  }

  async #indexOf(segment: Segment): Promise<{ places: { offset: number; first: number; millis: number }[] }> {
    segment.index ??= (await scan(this.#with.pool, segment)).index;
    return segment.index;
  }

  /** The position of the segment that holds an index. */
  #segmentAt(index: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle] as Segment).first <= index) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }

  #rememberCursor(index: number, segment: Segment, offset: number): void {
    this.#cursors.delete(index);
    this.#cursors.set(index, { segment, offset });
    if (this.#cursors.size > CURSORS) this.#cursors.delete(this.#cursors.keys().next().value as number);
  }

  #writeFlags(): number {
    return this.#with.fsync ? constants.O_WRONLY | constants.O_DSYNC : constants.O_WRONLY;
  }
}
