import { crc32 } from 'node:zlib';

/** What a log keeps: bytes under an optional key, both given back as they came. */
export interface LogRecord {
  readonly key: string | undefined;
  readonly data: Uint8Array;
  /** A number the owner of the log gives a meaning to, such as the key that `data` is encrypted with; 0 where it gives none. */
  readonly tag?: number;
}

/** A record with its place in the log. `data` is a view into what was read: copy it to keep it long. */
export interface LogEntry extends LogRecord {
  /** Counts from 1 without gaps; no number is given twice. */
  readonly index: number;
  /** When the log took it, in milliseconds since the epoch; never decreases with the index. */
  readonly millis: number;
  readonly tag: number;
}

/**
 * Records are written in frames: those that became durable together and have the same tag share one header, one checksum and one
 * arrival time.
 *
 *     u32 length of the body | u32 CRC-32 of all that follows | f64 index of the first record | f64 millis | u32 count | u32 tag
 *     per record: u32 length of the data | u16 length of the key, 0xffff: none | key (UTF-8) | data
 */
export const HEADER_BYTES = 32;
const RECORD_BYTES = 6;
const NO_KEY = 0xffff;
/** A frame is closed when its body has reached this. A record is never split, so a frame can be larger than that. */
export const FRAME_BYTES = 256 * 1024;

export interface FrameHeader {
  readonly bodyBytes: number;
  readonly checksum: number;
  readonly first: number;
  readonly millis: number;
  readonly count: number;
  readonly tag: number;
}

/** An upper bound of the bytes a record takes within a frame. */
export const boundOf = (record: LogRecord): number =>
  RECORD_BYTES + record.data.length + (record.key === undefined ? 0 : record.key.length * 3);

/** Where a frame begins within an encoded buffer. */
export interface FramePlace {
  readonly offset: number;
  readonly first: number;
  readonly millis: number;
}

/** Writes records as frames into `target` from its start; answers the bytes written and the places of the frames. */
export function encodeFrames(
  target: Buffer,
  records: readonly LogRecord[],
  first: number,
  millis: number,
): { bytes: number; frames: FramePlace[] } {
  const frames: FramePlace[] = [];
  let position = 0;
  for (let at = 0; at < records.length; ) {
    const start = position;
    const firstAt = at;
    const tag = (records[at] as LogRecord).tag;
    position += HEADER_BYTES;
    do {
      const { key, data } = records[at++] as LogRecord;
      target.writeUInt32LE(data.length, position);
      if (key === undefined) {
        target.writeUInt16LE(NO_KEY, position + 4);
        position += RECORD_BYTES;
      } else {
        const bytes = target.write(key, position + RECORD_BYTES, 'utf8');
        target.writeUInt16LE(bytes, position + 4);
        position += RECORD_BYTES + bytes;
      }
      target.set(data, position);
      position += data.length;
    } while (at < records.length && position - start < FRAME_BYTES && (records[at] as LogRecord).tag === tag);
    target.writeUInt32LE(position - start - HEADER_BYTES, start);
    target.writeDoubleLE(first + firstAt, start + 8);
    target.writeDoubleLE(millis, start + 16);
    target.writeUInt32LE(at - firstAt, start + 24);
    target.writeUInt32LE(tag ?? 0, start + 28);
    target.writeUInt32LE(crc32(target.subarray(start + 8, position)), start + 4);
    frames.push({ offset: start, first: first + firstAt, millis });
  }
  return { bytes: position, frames };
}

/** The header at `offset`, or undefined where there are too few bytes for one. */
export function headerAt(buffer: Buffer, offset: number): FrameHeader | undefined {
  if (offset + HEADER_BYTES > buffer.length) return undefined;
  return {
    bodyBytes: buffer.readUInt32LE(offset),
    checksum: buffer.readUInt32LE(offset + 4),
    first: buffer.readDoubleLE(offset + 8),
    millis: buffer.readDoubleLE(offset + 16),
    count: buffer.readUInt32LE(offset + 24),
    tag: buffer.readUInt32LE(offset + 28),
  };
}

/** Whether the whole frame is in the buffer and is what was written. */
export function frameIntact(buffer: Buffer, offset: number, header: FrameHeader): boolean {
  const end = offset + HEADER_BYTES + header.bodyBytes;
  return header.count > 0 && end <= buffer.length && crc32(buffer.subarray(offset + 8, end)) === header.checksum;
}

/** Calls `take` for every record of an intact frame from index `from` on, until it answers false. Answers whether it never did. */
export function eachRecord(
  buffer: Buffer,
  offset: number,
  header: FrameHeader,
  from: number,
  take: (entry: LogEntry) => boolean,
): boolean {
  let position = offset + HEADER_BYTES;
  for (let i = 0; i < header.count; i++) {
    const dataBytes = buffer.readUInt32LE(position);
    const keyBytes = buffer.readUInt16LE(position + 4);
    position += RECORD_BYTES;
    const keyEnd = keyBytes === NO_KEY ? position : position + keyBytes;
    const index = header.first + i;
    if (index >= from) {
      const key = keyBytes === NO_KEY ? undefined : buffer.toString('utf8', position, keyEnd);
      if (!take({ index, millis: header.millis, key, data: buffer.subarray(keyEnd, keyEnd + dataBytes), tag: header.tag }))
        return false;
    }
    position = keyEnd + dataBytes;
  }
  return true;
}
