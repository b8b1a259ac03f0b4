import { closeSync, copyFileSync, openSync, readSync } from 'node:fs';
import type { Logger } from '#core';

/**
 * What SQLite will leave out of a write-ahead log when it opens it: frames of its newest round whose checksums do not go on from those
 * before. It says nothing of it, as a transaction that a crash has cut short looks the same. — sqlite.org/fileformat2.html, section 4
 */
export interface TornWal {
  /** Where the good ones end in the file. */
  readonly at: number;
  /** Frames of the newest round behind that; each is a page that was written. */
  readonly frames: number;
}

const HEADER = 32;
const FRAME_HEADER = 24;
/** The lowest bit tells the byte order of the words that are summed. */
const MAGIC = 0x377f0682;

/** Says what SQLite is about to leave out of the log of a database that is not open yet, and keeps a copy of it. */
export function tellOfTornWal(database: string, logger: Logger): void {
  const file = `${database}-wal`;
  const torn = tornWal(file);
  if (!torn) return;
  const copy = `${file}.torn`;
  copyFileSync(file, copy);
  logger.warn({ file, ...torn, copy }, 'changes at the end of the log of a database are not whole and are left out');
}

/** Undefined where nothing is left out, and where there is no log. */
export function tornWal(path: string): TornWal | undefined {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const header = Buffer.alloc(HEADER);
    if (readSync(file, header, 0, HEADER, 0) < HEADER) return undefined;
    const bigEndian = header.readUInt32BE(0) === MAGIC + 1;
    const sum = new Sum(bigEndian);
    sum.add(header.subarray(0, 24));
    if ((!bigEndian && header.readUInt32BE(0) !== MAGIC) || !sum.is(header, 24)) return { at: 0, frames: 0 };
    const salts = header.subarray(16, 24);
    const frame = Buffer.alloc(FRAME_HEADER + pageBytes(header));
    let at = HEADER;
    let good = true;
    let end = at;
    let frames = 0;
    for (; readSync(file, frame, 0, frame.length, at) === frame.length; at += frame.length) {
      const ofThisRound = frame.subarray(8, 16).equals(salts);
      if (good && ofThisRound) {
        sum.add(frame.subarray(0, 8));
        sum.add(frame.subarray(FRAME_HEADER));
      }
      good &&= ofThisRound && sum.is(frame, 16);
      if (!good && ofThisRound) frames++;
      // what is behind the last commit was never acknowledged
      if (good && frame.readUInt32BE(4) !== 0) end = at + frame.length;
    }
    return frames > 0 ? { at: end, frames } : undefined;
  } finally {
    closeSync(file);
  }
}

const pageBytes = (header: Buffer): number => {
  const bytes = header.readUInt32BE(8);
  return bytes === 1 ? 65_536 : bytes;
};

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failure;
  }
}

/** The running checksum of a write-ahead log. */
class Sum {
  readonly #bigEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += 8) {
      this.#first = (this.#first + this.#word(bytes, at) + this.#second) >>> 0;
      this.#second = (this.#second + this.#word(bytes, at + 4) + this.#first) >>> 0;
    }
  }

  is(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#first && bytes.readUInt32BE(at + 4) === this.#second;
  }

  #word(bytes: Buffer, at: number): number {
    return this.#bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }
}
