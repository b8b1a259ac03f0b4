import { readFile } from 'node:fs/promises';
import { DIGEST_BYTES, type Digest, Digester, decodeDigests } from './digest.ts';
import type { HandlePool } from './handle-pool.ts';
import { writeFrom } from './log-files.ts';
import { eachFrame, type Segment } from './segment.ts';

/** What one digest tells of, about. */
const BLOCK_BYTES = 1024 * 1024;
/** The digests of so many files are kept in memory, up to 0.7 MB each. */
const KEPT = 8;

/**
 * The digests of segments, each in a file beside the segment's. They are made when there is a mebibyte more, and what is lacking is
 * made when it is asked for: where a disk is full or a file is lost, searches are slower and find the same.
 */
export class Digests {
  readonly #pool: HandlePool;
  /** In the order of their last use. */
  readonly #kept = new Map<string, readonly Digest[]>();

  constructor(pool: HandlePool) {
    this.#pool = pool;
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

  /** Something has been written to the segment. */
  grown(segment: Segment): void {
    if ((segment.bytes ?? 0) - (segment.digested ?? 0) >= BLOCK_BYTES) void this.of(segment, false);
  }

  /** After a crash: lets go what tells of more than there is now. */
  async cut(segment: Segment): Promise<void> {
    const bytes = await readFile(digestFile(segment.path)).catch(() => Buffer.alloc(0));
    const good = decodeDigests(bytes, segment.bytes ?? 0).length * DIGEST_BYTES;
    if (good < bytes.length) await writeFrom(digestFile(segment.path), good, Buffer.alloc(0));
  }

  async #upTo(segment: Segment, sealed: boolean): Promise<readonly Digest[]> {
    const known = await this.#known(segment);
    const end = segment.bytes ?? 0;
    const from = known.at(-1)?.end ?? 0;
    segment.digested = from;
    if (end - from < (sealed ? 1 : BLOCK_BYTES)) return known;
    const made = await this.#make(segment, from, end, sealed);
    const all = [...known, ...decodeDigests(made, end, from)];
    this.#keep(segment, all);
    segment.digested = all.at(-1)?.end ?? 0;
    await writeFrom(digestFile(segment.path), known.length * DIGEST_BYTES, made).catch(() => {});
    return all;
  }

  async #make(segment: Segment, from: number, end: number, sealed: boolean): Promise<Buffer> {
    const made: Buffer[] = [];
    let digester = new Digester(from);
    await eachFrame(this.#pool, segment, { offset: from, end, reuse: true }, (piece, at, header) => {
      digester.add(piece, at, header);
      if (digester.length >= BLOCK_BYTES) {
        made.push(digester.encoded());
        digester = new Digester(digester.end);
      }
      return true;
    });
    if (sealed && digester.length > 0) made.push(digester.encoded());
    return Buffer.concat(made);
  }

  async #known(segment: Segment): Promise<readonly Digest[]> {
    const kept = this.#kept.get(segment.path);
    if (kept) {
      this.#keep(segment, kept);
      return kept;
    }
    const known = decodeDigests(await readFile(digestFile(segment.path)).catch(() => Buffer.alloc(0)), segment.bytes ?? 0);
    this.#keep(segment, known);
    return known;
  }

  #keep({ path }: Segment, digests: readonly Digest[]): void {
    this.#kept.delete(path);
    this.#kept.set(path, digests);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
  }
}

/** Beside the segment's. */
export const digestFile = (path: string): string => `${path}.digest`;
