import { constants } from 'node:fs';
import { join } from 'node:path';
import { type Lend, OperatorError } from '#core';
import { type FrameHeader, type FramePlace, frameIntact, HEADER_BYTES, headerAt } from './frame.ts';
import { copyFrom, type HandlePool, readAt } from './handle-pool.ts';
import { listNames, sizeOfFile } from './log-files.ts';

/** How far apart the places are that the sparse index remembers. */
const INDEX_STEP = 64 * 1024;
const SCAN_BYTES = 1024 * 1024;
const NAME = /^(\d{16})-(\d{15})\.seg$/;

/** One file of a log. Its name tells the index and the time from which on it holds records, so that finding one opens no other. */
export interface Segment {
  readonly path: string;
  readonly first: number;
  /** No record in it is older than this. */
  readonly millis: number;
  /** The length of what is known to be good. Undefined until it has been looked at. */
  bytes: number | undefined;
  /** From where on this process wrote it. */
  writtenFrom?: number;
  /** Places of some frames, in order; undefined until needed. */
  index: SparseIndex | undefined;
  /** So far digests tell of it, as far as this is known. */
  digested?: number;
  /** The last work on its digests. */
  digesting?: Promise<void>;
}

export interface SparseIndex {
  readonly places: FramePlace[];
}

export const segmentName = (first: number, millis: number): string =>
  `${String(first).padStart(16, '0')}-${String(millis).padStart(15, '0')}.seg`;

/** What is in a folder, oldest first. */
export async function segmentsIn(folder: string): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const name of (await listNames(folder)).sort()) {
    const parts = parseSegmentName(name);
    if (!parts) continue;
    const path = join(folder, name);
    segments.push({ path, ...parts, bytes: await sizeOfFile(path), index: undefined });
  }
  return segments;
}

/** What a file name says, or undefined where it is not a segment's. */
function parseSegmentName(name: string): { first: number; millis: number } | undefined {
  const parts = NAME.exec(name);
  return parts ? { first: Number(parts[1]), millis: Number(parts[2]) } : undefined;
}

export const newSegment = (path: string, first: number, millis: number): Segment => ({
  path,
  first,
  millis,
  bytes: 0,
  index: { places: [] },
});

/** So much of what was written last is taken to be in the operating system's memory. */
const WARM_BYTES = 32 * 1024 * 1024;

/** Whether what lies behind an offset was written so lately that reading it waits for no disk. */
export const isWarm = ({ writtenFrom, bytes = 0 }: Segment, offset: number): boolean =>
  writtenFrom !== undefined && offset >= Math.max(writtenFrom, bytes - WARM_BYTES);

/** Remembers a frame's place where the last remembered one is far enough before it. */
export function remember(index: SparseIndex, place: FramePlace): void {
  const last = index.places.at(-1);
  if (!last || place.offset - last.offset >= INDEX_STEP) index.places.push(place);
}

/** The last remembered place at which `before` still holds; the file's start where there is none. */
export function placeBefore(index: SparseIndex, before: (place: FramePlace) => boolean): FramePlace | undefined {
  let low = 0;
  let high = index.places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(index.places[middle] as FramePlace)) low = middle + 1;
    else high = middle;
  }
  return index.places[low - 1];
}

/**
 * Visits the frames of a file from an offset on, reading it piece by piece. `visit` gets the piece and the frame's offset in it
 * and in the file, and ends the visit by answering false. Answers the offset behind the last intact frame visited. With `reuse`,
 * a piece is good until the next one comes. `lend`: memory for the pieces. `warm`: what is read first is in the operating system's memory.
 */
export async function eachFrame(
  pool: HandlePool,
  segment: Pick<Segment, 'path'>,
  from: {
    offset: number;
    end?: number | undefined;
    pieceBytes?: number;
    reuse?: boolean;
    lend?: Lend | undefined;
    warm?: boolean;
  },
  visit: (piece: Buffer, at: number, header: FrameHeader, offset: number) => boolean,
): Promise<number> {
  return pool.with(segment.path, constants.O_RDONLY, async (descriptor) => {
    const end = from.end ?? Number.POSITIVE_INFINITY;
    let offset = from.offset;
    let memory: Buffer | undefined;
    let want = Math.max(from.pieceBytes ?? SCAN_BYTES, HEADER_BYTES);
    while (offset < end) {
      const length = Math.min(want, end - offset);
      if (!from.reuse || !memory || memory.length < length) memory = (from.lend ?? Buffer.allocUnsafeSlow)(length);
      const buffer = memory.length === length ? memory : memory.subarray(0, length);
      const here = from.warm && offset === from.offset; // others have their turn between two pieces
      const reading = here ? copyFrom(descriptor, buffer, offset) : readAt(descriptor, buffer, offset);
      const piece = buffer.subarray(0, typeof reading === 'number' ? reading : await reading);
      let at = 0;
      let needed = 0;
      for (;;) {
        const header = headerAt(piece, at);
        if (!header) break;
        needed = HEADER_BYTES + header.bodyBytes;
        if (at + needed > piece.length) break;
        if (!frameIntact(piece, at, header)) return offset + at;
        if (!visit(piece, at, header, offset + at)) return offset + at + needed;
        at += needed;
        needed = 0;
      }
      if (piece.length < buffer.length || offset + piece.length >= end) return offset + at;
      offset += at;
      // a frame larger than the piece: read it whole
      want = Math.max(from.pieceBytes ?? SCAN_BYTES, needed);
      if (needed > MAX_FRAME_BYTES) return offset;
    }
    return offset;
  });
}

/** No frame is larger than this: what claims to be is damage. Kinesis records are at most 10 MiB. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** Looks at a whole file: builds the index and finds the end of what is good. */
export async function scan(
  pool: HandlePool,
  segment: Pick<Segment, 'path' | 'first'>,
): Promise<{ index: SparseIndex; bytes: number; next: number; millis: number }> {
  const index: SparseIndex = { places: [] };
  let next = segment.first;
  let millis = 0;
  let bytes = 0;
  await eachFrame(pool, segment, { offset: 0 }, (_piece, _at, header, offset) => {
    if (header.first !== next) return false;
    remember(index, { offset, first: header.first, millis: header.millis });
    next += header.count;
    millis = header.millis;
    bytes = offset + HEADER_BYTES + header.bodyBytes;
    return true;
  });
  return { index, bytes, next, millis };
}

export const damaged = (path: string, offset: number): OperatorError =>
  new OperatorError(
    'StreamDataDamaged',
    `${path} is damaged at byte ${offset}: the records there do not match their checksum.`,
    'Check the disk. Delete the stream the file belongs to, or restore the data directory from a copy.',
  );

/** Too much lies behind the damage to be cut off without being asked: whoever runs Millrace decides. */
export const damagedTail = (path: string, offset: number, behind: number): OperatorError =>
  new OperatorError(
    'StreamDataDamaged',
    `${path} is damaged at byte ${offset}, and ${behind} bytes lie behind it, more than a crash leaves: they are not cut off unasked.`,
    `Stop Millrace and check the disk. Restore the data directory from a copy; or give up what lies behind: keep a copy of the file elsewhere, then truncate --size=${offset} '${path}'. What comes first is read again, and new records take the numbers of those given up.`,
  );
