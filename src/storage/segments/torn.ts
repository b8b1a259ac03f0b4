import { constants } from 'node:fs';
import { frameIntact, HEADER_BYTES, headerAt } from './frame.ts';
import { type HandlePool, readAt } from './handle-pool.ts';
import { writeFrom } from './log-files.ts';
import type { LogSurroundings } from './log-surroundings.ts';
import type { Segment } from './segment.ts';

/** What lies behind the last good frame of a file. */
interface Torn {
  /** Up to the last byte that is no zero: zeros are room that was not used. */
  readonly bytes: number;
  /** Records in whole frames behind the first that is not whole. A write that a crash has cut short leaves none, damage does. */
  readonly records: number;
  /** Where a copy of it lies, if there are such records: nothing that was acknowledged is thrown away. */
  readonly copy: string | undefined;
}

/** Says what is about to be cut off a file, from a place on, and keeps a copy of what may have been acknowledged. */
export async function tellOfTorn(
  { pool, logger }: Pick<LogSurroundings, 'pool' | 'logger'>,
  segment: Segment,
  at: number,
  next: number,
): Promise<void> {
  const torn = await lookAtTorn(pool, segment, at, next);
  if (!torn) return;
  const facts = { file: segment.path, at, ...torn };
  if (torn.records > 0) logger.error(facts, 'damage at the end of a file was cut off, and with it whole records behind it');
  else logger.warn(facts, 'a write that was not finished was cut off');
}

/** Undefined where nothing was written there. */
async function lookAtTorn(pool: HandlePool, segment: Segment, from: number, next: number): Promise<Torn | undefined> {
  const tail = Buffer.allocUnsafeSlow((segment.bytes ?? 0) - from);
  await pool.with(segment.path, constants.O_RDONLY, (descriptor) => readAt(descriptor, tail, from));
  const bytes = writtenIn(tail);
  if (bytes === 0) return undefined;
  const records = recordsBehind(tail.subarray(0, bytes), next);
  if (records === 0) return { bytes, records, copy: undefined };
  const copy = `${segment.path}.cut-at-${from}`;
  await writeFrom(copy, 0, tail.subarray(0, bytes), true);
  return { bytes, records, copy };
}

function writtenIn(tail: Buffer): number {
  let end = tail.length;
  while (end > 0 && tail[end - 1] === 0) end--;
  return end;
}

function recordsBehind(tail: Buffer, next: number): number {
  let records = 0;
  for (let at = 1; at + HEADER_BYTES <= tail.length; ) {
    const header = headerAt(tail, at);
    // cheap questions first: nearly every place is within a frame
    const likely = header && header.first >= next && Number.isSafeInteger(header.first) && header.count > 0;
    if (likely && header.bodyBytes < tail.length && frameIntact(tail, at, header)) {
      records += header.count;
      at += HEADER_BYTES + header.bodyBytes;
    } else at++;
  }
  return records;
}
