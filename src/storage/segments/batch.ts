import type { MemoryPool } from '#core';
import { boundOf, type FramePlace, type LogRecord, WritableFrame } from './frame.ts';

/** Where records went: `first` is the index of the first of them, the others follow it. */
export interface Appended {
  readonly first: number;
  readonly millis: number;
}

/** Appends that are written together. */
export interface Waiting {
  readonly batch: Batch;
  readonly appends: {
    readonly records: number;
    resolve(appended: Appended): void;
    reject(reason: unknown): void;
  }[];
}

/** So much lies in one piece of memory, unless a record is larger. */
const PIECE_BYTES = 1024 * 1024;

/**
 * Records that wait for one write. They are copied into it when they come, as bytes of the file: what they were made of can be let go
 * while the disk is waited for. Their numbers and their time are put in just before they are written.
 */
export class Batch {
  readonly #memories: MemoryPool;
  /** Memory that is full, and how much of it is used. */
  readonly #full: Buffer[] = [];
  readonly #frames: { readonly frame: WritableFrame; readonly piece: number }[] = [];
  #memory: Buffer | undefined;
  #at = 0;
  #fullBytes = 0;
  #records = 0;

  constructor(memories: MemoryPool) {
    this.#memories = memories;
  }

  get bytes(): number {
    return this.#fullBytes + this.#at;
  }

  get records(): number {
    return this.#records;
  }

  add(records: readonly LogRecord[]): void {
    for (const record of records) {
      const tag = record.tag ?? 0;
      const memory = this.#room(boundOf(record) + WritableFrame.HEADER);
      let frame = this.#frames.at(-1);
      if (!frame?.frame.takes(memory, tag)) {
        frame = { frame: new WritableFrame(memory, this.#at, tag), piece: this.#full.length };
        this.#frames.push(frame);
      }
      this.#at = frame.frame.add(record);
    }
    this.#records += records.length;
  }

  /** Numbers the records; answers what is to be written, and where in it the frames begin. */
  finish(first: number, millis: number): { pieces: Buffer[]; frames: FramePlace[] } {
    const pieces = this.#memory ? [...this.#full, this.#memory.subarray(0, this.#at)] : this.#full;
    const starts = [0];
    for (const piece of pieces) starts.push((starts.at(-1) as number) + piece.length);
    let next = first;
    const frames = this.#frames.map(({ frame, piece }): FramePlace => {
      const place = { offset: (starts[piece] as number) + frame.start, first: next, millis };
      frame.finish(next, millis);
      next += frame.count;
      return place;
    });
    return { pieces, frames };
  }

  /** Gives the memory back. Nothing that `finish` has answered is good after that. */
  release(): void {
    for (const piece of this.#full) this.#memories.give(piece);
    if (this.#memory) this.#memories.give(this.#memory);
    this.#full.length = 0;
    this.#memory = undefined;
  }

  #room(bytes: number): Buffer {
    const memory = this.#memory;
    if (memory && this.#at + bytes <= memory.length) return memory;
    if (memory && this.#full.length === 0 && this.#at + bytes <= PIECE_BYTES) return this.#widened(memory, this.#at + bytes);
    if (memory) {
      this.#full.push(memory.subarray(0, this.#at));
      this.#fullBytes += this.#at;
      this.#at = 0;
    }
    this.#memory = this.#memories.take(this.#full.length > 0 ? Math.max(bytes, PIECE_BYTES) : bytes);
    return this.#memory;
  }

  /** Many batches are of one small record: memory grows when more come. */
  #widened(memory: Buffer, bytes: number): Buffer {
    const wider = this.#memories.take(bytes);
    memory.copy(wider, 0, 0, this.#at);
    for (const { frame } of this.#frames) frame.move(wider);
    this.#memories.give(memory);
    this.#memory = wider;
    return wider;
  }
}
