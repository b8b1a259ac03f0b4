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

/** A frame that is being filled: its numbers are put in when they are known. */
export class WritableFrame {
  static readonly HEADER = HEADER_BYTES;
  /** Where it begins in its memory. */
  readonly start: number;
  readonly tag: number;
  #memory: Buffer;
  #end: number;
  #count = 0;

  constructor(memory: Buffer, start: number, tag: number) {
    this.#memory = memory;
    this.start = start;
    this.tag = tag;
    this.#end = start + HEADER_BYTES;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether a record that is to lie in that memory, with that tag, belongs into this frame. */
  takes(memory: Buffer, tag: number): boolean {
    return memory === this.#memory && tag === this.tag && this.#end - this.start < FRAME_BYTES;
  }

  /** Writes a record, for which there is room; answers where it ends. */
  add({ key, data }: LogRecord): number {
    const memory = this.#memory;
    const at = this.#end;
    const length = data.length;
    let keyBytes = NO_KEY;
    let position = at + RECORD_BYTES;
    if (key !== undefined) {
      keyBytes = writeText(memory, key, position);
      position += keyBytes;
    }
    memory[at] = length;
    memory[at + 1] = length >>> 8;
    memory[at + 2] = length >>> 16;
    memory[at + 3] = length >>> 24;
    memory[at + 4] = keyBytes;
    memory[at + 5] = keyBytes >>> 8;
    memory.set(data, position);
    this.#end = position + length;
    this.#count++;
    return this.#end;
  }

  /** Its bytes have been copied to the same place there. */
  move(memory: Buffer): void {
    this.#memory = memory;
  }

  finish(first: number, millis: number): void {
    const { start } = this;
    const memory = this.#memory;
    memory.writeUInt32LE(this.#end - start - HEADER_BYTES, start);
    memory.writeDoubleLE(first, start + 8);
    memory.writeDoubleLE(millis, start + 16);
    memory.writeUInt32LE(this.#count, start + 24);
    memory.writeUInt32LE(this.tag, start + 28);
    memory.writeUInt32LE(crc32(memory.subarray(start + 8, this.#end)), start + 4);
  }
}

/** Up to this length a loop is quicker than the way to native code and back. */
const ASCII_LOOP = 64;

function writeText(memory: Buffer, text: string, at: number): number {
  const { length } = text;
  if (length > ASCII_LOOP) return memory.write(text, at, 'utf8');
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return memory.write(text, at, 'utf8');
    memory[at + i] = code;
  }
  return length;
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

/** What the records of a frame have in common. */
type FrameTold = Pick<FrameHeader, 'millis' | 'tag'>;

/** Where a record lies. One such object goes from record to record: what it says is good until `take` returns. */
export class RecordPlace {
  readonly piece: Buffer;
  readonly millis: number;
  readonly tag: number;
  index = 0;
  /** Where its key begins, or its data where it has none. */
  key = 0;
  data = 0;
  end = 0;
  hasKey = false;

  constructor(piece: Buffer, { millis, tag }: FrameTold) {
    this.piece = piece;
    this.millis = millis;
    this.tag = tag;
  }

  /** Goes to the record of an index that begins there; answers where it ends. */
  at(index: number, position: number): number {
    const { piece } = this;
    const dataBytes = piece.readUInt32LE(position);
    const keyBytes = piece.readUInt16LE(position + 4);
    this.index = index;
    this.key = position + RECORD_BYTES;
    this.hasKey = keyBytes !== NO_KEY;
    this.data = this.hasKey ? this.key + keyBytes : this.key;
    this.end = this.data + dataBytes;
    return this.end;
  }

  entry(): LogEntry {
    const { piece, index, millis, tag, data, end } = this;
    const key = this.hasKey ? piece.toString('utf8', this.key, data) : undefined;
    return { index, millis, key, data: piece.subarray(data, end), tag };
  }
}

/** Calls `take` for every record of an intact frame from index `from` on, until it answers false. Answers whether it never did. */
export function eachRecord(
  buffer: Buffer,
  offset: number,
  header: FrameHeader,
  from: number,
  take: (place: RecordPlace) => boolean,
): boolean {
  const place = new RecordPlace(buffer, header);
  let position = offset + HEADER_BYTES;
  for (let i = 0; i < header.count; i++) {
    position = place.at(header.first + i, position);
    if (place.index >= from && !take(place)) return false;
  }
  return true;
}

/** Records of one frame that follow each other, where they lie in what was read. They are good as long as that memory is. */
export class Stretch {
  readonly piece: Buffer;
  readonly millis: number;
  readonly tag: number;
  readonly #first: number;
  readonly #start: number;
  count = 1;

  /** Begins with a record. */
  constructor({ piece, millis, tag, index, key }: RecordPlace) {
    this.piece = piece;
    this.millis = millis;
    this.tag = tag;
    this.#first = index;
    this.#start = key - RECORD_BYTES;
  }

  each(take: (record: RecordPlace) => void): void {
    const place = new RecordPlace(this.piece, this);
    let position = this.#start;
    for (let i = 0; i < this.count; i++) {
      position = place.at(this.#first + i, position);
      take(place);
    }
  }
}
