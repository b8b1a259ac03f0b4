import { join } from 'node:path';
import { type Appended, Batch, type Waiting } from './batch.ts';
import type { FramePlace, LogRecord } from './frame.ts';
import { createFile, removeTree } from './log-files.ts';
import type { LogSurroundings } from './log-surroundings.ts';
import type { ScanRequest } from './scan-request.ts';
import { damagedTail, newSegment, remember, type Segment, scan, segmentName, segmentsIn } from './segment.ts';
import { type ReadRequest, type ReadResult, type Scanned, SegmentList, type StretchesRead, type Take } from './segment-list.ts';
import { Sleepers } from './sleepers.ts';
import { Tail } from './tail.ts';
import { tellOfTorn } from './torn.ts';

/** From this size on a batch takes nothing more; what comes goes with the next write. */
const WRITE_BYTES = 4 * 1024 * 1024;
/** More than this behind the last good frame is no torn write. */
const TORN_BYTES = 32 * 1024 * 1024;
const TINY_BYTES = 1024 * 1024;
/** What a scan reads at once. */
const PIECE_BYTES = 1024 * 1024;

/** An append-only log in a folder of its own. Many appends that come together share one durable write. */
export class SegmentLog {
  readonly #folder: string;
  readonly #with: LogSurroundings;
  readonly #segments: SegmentList;
  readonly #tail: Tail;
  /** The next index: everything below it is durable and readable. */
  #next = 1;
  #lastMillis = 0;
  readonly #queue: Waiting[] = [];
  #appending = false;
  #trimTo: number | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;
  readonly #sleepers = new Sleepers();

  private constructor(folder: string, surroundings: LogSurroundings) {
    this.#folder = folder;
    this.#with = surroundings;
    this.#segments = new SegmentList(surroundings.pool, surroundings.digests);
    this.#tail = new Tail(surroundings.pool, surroundings.fsync);
  }

  /** Opens what is there, repairing the end that a crash may have torn. A log that was never written to has no folder. */
  static async open(folder: string, surroundings: LogSurroundings): Promise<SegmentLog> {
    const log = new SegmentLog(folder, surroundings);
    await log.#recover();
    return log;
  }

  /** The lowest index that can still be there. */
  get first(): number {
    return this.#segments.all[0]?.first ?? this.#next;
  }

  /** The index the next record gets. */
  get next(): number {
    return this.#next;
  }

  /** When the newest record came; 0 where there was none. */
  get lastMillis(): number {
    return this.#lastMillis;
  }

  /** What its files take on the disk. */
  get bytes(): number {
    return this.#segments.all.reduce((sum, segment) => sum + (segment.bytes ?? 0), 0);
  }

  /** Whether appends are on their way; removing old files is not one. */
  get busy(): boolean {
    return this.#appending || this.#queue.length > 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Resolves when the records are durable; at once where nothing has to be waited for. They get consecutive indices, in order, after all
   * earlier appends.
   */
  append(records: readonly LogRecord[]): Appended | Promise<Appended> {
    try {
      if (this.#closed) throw new Error(`${this.#folder} is closed`);
      return this.#take(records);
    } catch (failure) {
      return Promise.reject(failure);
    }
  }

  read(request: ReadRequest): Promise<ReadResult> {
    return this.#segments.read(request, this.#next);
  }

  /** The same without an object for each record. */
  stretches(request: Omit<ReadRequest, 'anyOf'>): Promise<StretchesRead> {
    return this.#segments.stretches(request, this.#next);
  }

  /** Shows records one by one where they lie: the cheapest way to look at many. */
  async scan(request: ScanRequest, take: Take): Promise<Scanned> {
    const memory = this.#with.memory.take(PIECE_BYTES);
    const lend = (bytes: number) => (bytes <= memory.length ? memory : Buffer.allocUnsafeSlow(bytes));
    try {
      return await this.#segments.scan({ lend, ...request }, this.#next, take, { pieceBytes: PIECE_BYTES, reuse: true });
    } finally {
      this.#with.memory.give(memory);
    }
  }

  /** The index of the first record that came at that time or later; the next index where there is none. */
  firstAt(millis: number): Promise<number> {
    return this.#segments.firstAt(millis, this.#next);
  }

  /**
   * Resolves when there is a record of that index or a later one, when the log is closed, has been stirred more often
   * than `stirs` says, or when the signal aborts.
   */
  arrival(index: number, signal?: AbortSignal, stirs = this.stirs): Promise<void> {
    if (this.#next > index || this.#closed || signal?.aborted || stirs !== this.stirs) return Promise.resolve();
    return this.#sleepers.sleep(() => this.#next > index, signal);
  }

  /** How often the log has been stirred: whoever looks at it and then waits misses nothing in between. */
  get stirs(): number {
    return this.#sleepers.stirs;
  }

  /** Wakes those who wait, whatever they wait for: when something else about the log has changed. */
  stir(): void {
    this.#sleepers.stir();
  }

  /** Removes the files all of whose records are older. Numbering goes on where it was. */
  async trim(olderThan: number): Promise<void> {
    if (this.#closed || !this.#segments.newest) return;
    this.#trimTo = olderThan;
    this.#writing ??= this.#work();
    await this.#writing;
  }

  /** Waits for what is on its way and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.stir();
    await this.#writing;
    await this.#segments.close(this.#folder);
    await this.#tail.leave(this.#segments.newest);
    await this.#with.pool.forget(`${this.#folder}/`);
  }

  /** Closes the log and removes its folder. */
  async destroy(): Promise<void> {
    await this.close();
    this.#segments.removeFirst(this.#segments.all.length);
    await removeTree(this.#folder);
  }

  #take(records: readonly LogRecord[]): Appended | Promise<Appended> {
    const last = this.#queue.at(-1);
    const joined = last && last.batch.bytes < WRITE_BYTES ? last : undefined;
    const { batch, appends } = joined ?? { batch: new Batch(this.#with.memory), appends: [] };
    batch.add(records);
    const appended = this.#writing ? undefined : this.#writeHere(batch);
    if (appended) return appended;
    if (!joined) this.#queue.push({ batch, appends });
    return new Promise((resolve, reject) => {
      appends.push({ records: records.length, resolve, reject });
      this.#writing ??= this.#work();
    });
  }

  async #work(): Promise<void> {
    await undefined; // the caller stores the promise first; and whoever appends in this turn goes along
    while (this.#queue.length > 0 || this.#trimTo !== undefined) {
      if (this.#trimTo !== undefined) await this.#trimNow(this.#trimTo);
      const waiting = this.#queue.shift();
      if (waiting) await this.#write(waiting);
    }
    this.#writing = undefined;
  }

  async #write({ batch, appends }: Waiting): Promise<void> {
    const first = this.#next;
    const millis = this.#time();
    this.#appending = true;
    try {
      const segment = await this.#writable(millis);
      const { pieces, frames } = batch.finish(first, millis);
      await this.#tail.write(segment, pieces, batch.bytes);
      this.#wrote(segment, batch, frames, millis);
    } catch (failure) {
      for (const { reject } of appends) reject(failure);
      return;
    } finally {
      this.#appending = false;
      batch.release();
    }
    let index = first;
    for (const { records, resolve } of appends) {
      resolve({ first: index, millis });
      index += records;
    }
    this.#sleepers.wake();
  }

  /** Writes a batch on the spot; undefined where something has to be waited for. */
  #writeHere(batch: Batch): Appended | undefined {
    const { newest } = this.#segments;
    const first = this.#next;
    const millis = this.#time();
    if (!newest || this.#isFull(newest, millis) || !this.#tail.takes(newest, batch.bytes)) return undefined;
    try {
      const { pieces, frames } = batch.finish(first, millis);
      this.#tail.writeHere(newest, pieces);
      this.#wrote(newest, batch, frames, millis);
    } finally {
      batch.release();
    }
    this.#sleepers.wake();
    return { first, millis };
  }

  #time(): number {
    return Math.max(this.#with.clock.millis(), this.#lastMillis);
  }

  /** A batch is in the file, behind what was there. */
  #wrote(segment: Segment, batch: Batch, frames: readonly FramePlace[], millis: number): void {
    const first = this.#next;
    const position = segment.bytes ?? 0;
    segment.bytes = position + batch.bytes;
    for (const frame of frames) {
      if (segment.index) remember(segment.index, { ...frame, offset: position + frame.offset });
    }
    this.#segments.wrote(first, segment, position);
    this.#next = first + batch.records;
    this.#lastMillis = millis;
  }

  /** The newest segment, cut back if a write failed, or a new one if it is full. */
  async #writable(millis: number): Promise<Segment> {
    const { newest } = this.#segments;
    await this.#tail.mend(newest);
    return newest && !this.#isFull(newest, millis) ? newest : this.#roll(millis);
  }

  #isFull({ bytes = 0, millis: since }: Segment, millis: number): boolean {
    return bytes >= this.#with.segmentBytes || (bytes >= TINY_BYTES && millis - since >= this.#with.segmentMillis);
  }

  async #roll(millis: number): Promise<Segment> {
    await this.#tail.leave(this.#segments.newest);
    const segment = newSegment(join(this.#folder, segmentName(this.#next, millis)), this.#next, millis);
    await createFile(this.#folder, segment.path, this.#with.fsync);
    this.#segments.roll(segment);
    return segment;
  }

  async #trimNow(olderThan: number): Promise<void> {
    this.#trimTo = undefined;
    try {
      const allGone = this.#lastMillis < olderThan;
      if ((this.#segments.newest?.first ?? this.#next) < this.#next && allGone) {
        await this.#roll(Math.max(this.#lastMillis, this.#with.clock.millis()));
      }
      await this.#segments.trim(olderThan, allGone);
    } catch {
      // the disk is full or a file cannot be removed: tried again at the next trim
    }
  }

  async #recover(): Promise<void> {
    for (const segment of await segmentsIn(this.#folder)) this.#segments.add(segment);
    const newest = this.#segments.newest;
    if (!newest) return;
    const found = await scan(this.#with.pool, newest);
    const length = newest.bytes ?? 0;
    if (length - found.bytes > TORN_BYTES) throw damagedTail(newest.path, found.bytes, length - found.bytes);
    if (length > found.bytes) {
      await tellOfTorn(this.#with, newest, found.bytes, found.next);
      await this.#tail.cut(newest, found.bytes);
    }
    newest.bytes = found.bytes;
    newest.index = found.index;
    await this.#with.digests?.recover(this.#folder, this.#segments.all, newest);
    this.#next = found.next;
    this.#lastMillis = Math.max(found.millis, newest.first > 1 ? newest.millis : 0);
  }
}
