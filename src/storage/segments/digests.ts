import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, MemoryPool } from '#core';
import { DIGEST_BYTES, DIGESTING_BYTES, type Digest, Digester, decodeDigests } from './digest.ts';
import type { HandlePool } from './handle-pool.ts';
import { listNames, removeFile, writeFrom } from './log-files.ts';
import { eachFrame, type Segment } from './segment.ts';

/** What one digest tells of, about. */
const BLOCK_BYTES = 1024 * 1024;
/** Whoever loads more than so many bytes in so many milliseconds has the processor to himself: digests are made when it is calmer. */
const CALM_BYTES = 1024 * 1024;
const CALM_MS = 250;
/** The digests of so many files are kept in memory, up to 0.7 MB each. */
const KEPT = 8;

/**
 * The digests of segments, each in a file beside the segment's. They are made a mebibyte at a time when little is written, and what is
 * lacking is made when it is asked for: where a disk is full or a file is lost, searches are slower and find the same.
 */
export class Digests {
  readonly #pool: HandlePool;
  readonly #memory: MemoryPool;
  readonly #clock: Clock;
  /** In the order of their last use. */
  readonly #kept = new Map<string, readonly Digest[]>();
  /** Segments that have grown, and whether nothing more comes to them. */
  readonly #due = new Map<Segment, boolean>();
  /** So much was written since the last look. */
  #written = 0;
  #working: Promise<void> | undefined;
  readonly #closing = new AbortController();

  constructor(pool: HandlePool, memory: MemoryPool, clock: Clock) {
    this.#pool = pool;
    this.#memory = memory;
    this.#clock = clock;
  }

  /** Of the whole segment where nothing more comes to it; else there may be frames behind the last digest. */
  async of(segment: Segment, sealed: boolean): Promise<readonly Digest[]> {
    const work = (segment.digesting ?? Promise.resolve()).then(() => this.#upTo(segment, sealed));
    segment.digesting = work.then(
      () => {},
      () => {},
    );
    return work.catch(() => []);
  }

  /** So many bytes have been written to the segment. */
  grown(segment: Segment, bytes: number): void {
    this.#written += bytes;
    if ((segment.bytes ?? 0) - (segment.digested ?? 0) >= BLOCK_BYTES) this.#later(segment, false);
  }

  /** Nothing more comes to the segment. */
  sealed(segment: Segment): void {
    this.#later(segment, true);
  }

  /** What is not made by now is made when it is asked for. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#working;
  }

  /**
   * After a crash: lets go, durably, what tells of more than there is now of the newest segment, as other records will be written there,
   * and what tells of segments that are gone.
   */
  async recover(folder: string, segments: readonly Segment[], { path, first, bytes: end = 0 }: Segment): Promise<void> {
    const bytes = await readFile(digestFile(path)).catch(() => Buffer.alloc(0));
    const good = decodeDigests(bytes, { first, end }).length * DIGEST_BYTES;
    if (good < bytes.length) await writeFrom(digestFile(path), good, Buffer.alloc(0), true);
    const known = new Set(segments.map((segment) => digestFile(segment.path)));
    for (const name of await listNames(folder)) {
      const file = join(folder, name);
      if (name.endsWith(SUFFIX) && !known.has(file)) await removeFile(file);
    }
  }

  /** The files below a folder are about to go. */
  forget(folder: string): void {
    const below = (path: string) => path.startsWith(`${folder}/`);
    for (const path of this.#kept.keys()) if (below(path)) this.#kept.delete(path);
    for (const segment of this.#due.keys()) if (below(segment.path)) this.#due.delete(segment);
  }

  #later(segment: Segment, sealed: boolean): void {
    this.#due.set(segment, sealed);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#due.size > 0 && !signal.aborted) {
      this.#written = 0;
      await this.#clock.sleep(CALM_MS, signal).catch(() => {});
      for (const [segment, sealed] of this.#due) {
        if (signal.aborted || this.#written > CALM_BYTES) break;
        this.#due.delete(segment);
        await this.of(segment, sealed);
      }
    }
    this.#working = undefined;
  }

  async #upTo(segment: Segment, sealed: boolean): Promise<readonly Digest[]> {
    const known = await this.#known(segment);
    const end = segment.bytes ?? 0;
    const from = known.at(-1)?.end ?? 0;
    segment.digested = from;
    if (end - from < (sealed ? 1 : BLOCK_BYTES)) return known;
    const made = await this.#make(segment, from, end, sealed);
    const first = from === 0 ? segment.first : nextOf(known);
    const all = [...known, ...decodeDigests(made, { first, from, end })];
    this.#keep(segment, all);
    segment.digested = all.at(-1)?.end ?? 0;
    await writeFrom(digestFile(segment.path), known.length * DIGEST_BYTES, made).catch(() => {});
    return all;
  }

  async #make(segment: Segment, from: number, end: number, sealed: boolean): Promise<Buffer> {
    const made: Buffer[] = [];
    const seen = this.#memory.take(DIGESTING_BYTES);
    const read = this.#memory.take(BLOCK_BYTES);
    const lend = (bytes: number) => (bytes <= read.length ? read : Buffer.allocUnsafeSlow(bytes));
    const digester = new Digester(seen);
    digester.begin(from);
    try {
      await eachFrame(this.#pool, segment, { offset: from, end, reuse: true, lend }, (piece, at, header) => {
        digester.add(piece, at, header);
        if (digester.length >= BLOCK_BYTES) {
          made.push(digester.encoded());
          digester.begin(digester.end);
        }
        return true;
      });
      if (sealed && digester.length > 0) made.push(digester.encoded());
    } finally {
      this.#memory.give(read);
      this.#memory.give(seen);
    }
    return Buffer.concat(made);
  }

  async #known(segment: Segment): Promise<readonly Digest[]> {
    const kept = this.#kept.get(segment.path);
    if (kept) {
      this.#keep(segment, kept);
      return kept;
    }
    const { path, first, bytes: end = 0 } = segment;
    const known = decodeDigests(await readFile(digestFile(path)).catch(() => Buffer.alloc(0)), { first, end });
    this.#keep(segment, known);
    return known;
  }

  #keep({ path }: Segment, digests: readonly Digest[]): void {
    this.#kept.delete(path);
    this.#kept.set(path, digests);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
  }
}

const nextOf = (digests: readonly Digest[]): number => {
  const { first, count } = digests.at(-1) as Digest;
  return first + count;
};

const SUFFIX = '.digest';
/** Beside the segment's. */
export const digestFile = (path: string): string => `${path}${SUFFIX}`;
