import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;

export interface TarEntry {
  readonly path: string;
  readonly size: number;
  readonly isFile: boolean;
}

const text = (block: Buffer, from: number, length: number): string => {
  const end = block.indexOf(0, from);
  return block.toString('utf8', from, end >= from && end < from + length ? end : from + length);
};

/** One header block of a tar file, or undefined for the zeros at its end. Throws where it is no tar. */
export function parseHeader(block: Buffer): (TarEntry & { readonly type: string }) | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (Number.parseInt(text(block, 148, 8), 8) !== sum) throw new Error('not a tar archive: a header has a wrong checksum');
  const size = Number.parseInt(text(block, 124, 12).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('not a tar archive: a header has no valid size');
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const type = String.fromCharCode(block[156] || 48);
  return { path: prefix ? `${prefix}/${name}` : name, size, isFile: type === '0', type };
}

/** The `path` of a pax header: records of `<length> <key>=<value>\n`. */
export function paxPath(content: Buffer): string | undefined {
  let at = 0;
  while (at < content.length) {
    const blank = content.indexOf(32, at);
    const length = Number(content.toString('latin1', at, blank));
    if (blank < 0 || !(length > 0)) return undefined;
    const record = content.toString('utf8', blank + 1, at + length - 1);
    if (record.startsWith('path=')) return record.slice(5);
    at += length;
  }
  return undefined;
}

/** Bytes of a stream in portions of the caller's choice. */
class Reader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to `limit` bytes as they come; empty at the end. */
  async some(limit: number): Promise<Buffer> {
    if (this.#held.length === 0) {
      const next = await this.#source.next();
      if (next.done) return this.#held;
      this.#held = next.value;
    }
    const portion = this.#held.subarray(0, limit);
    this.#held = this.#held.subarray(portion.length);
    return portion;
  }

  async exactly(length: number): Promise<Buffer> {
    const portions: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const portion = await this.some(left);
      if (portion.length === 0) throw new Error('the archive ends in the middle of an entry');
      portions.push(portion);
      left -= portion.length;
    }
    return portions.length === 1 ? (portions[0] as Buffer) : Buffer.concat(portions);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      const portion = await this.some(left);
      if (portion.length === 0) throw new Error('the archive ends in the middle of an entry');
      left -= portion.length;
    }
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

export interface Unpacked {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

async function writeEntry(reader: Reader, target: string, size: number): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  const file = await open(target, 'wx', 0o644);
  try {
    for (let left = size; left > 0; ) {
      const portion = await reader.some(left);
      if (portion.length === 0) throw new Error('the archive ends in the middle of an entry');
      hash.update(portion);
      await file.write(portion);
      left -= portion.length;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/**
 * Unpacks from a .tar.gz the files for which `where` names a place relative to `target`; all others are passed over.
 * Plain files only: links and devices have no business in a distribution.
 */
export async function untar(
  archive: string,
  target: string,
  where: (path: string) => string | undefined,
  progress: (readBytes: number) => void,
): Promise<Unpacked[]> {
  const source = createReadStream(archive, { highWaterMark: 1 << 20 });
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  let read = 0;
  source.on('data', (chunk) => {
    read += chunk.length;
    progress(read);
  });
  source.on('error', (error) => gunzip.destroy(error));
  const reader = new Reader(source.pipe(gunzip));
  const unpacked: Unpacked[] = [];
  let longName: string | undefined;
  try {
    for (;;) {
      const header = parseHeader(await reader.exactly(BLOCK));
      if (!header) break;
      if (header.type === 'x' || header.type === 'L') {
        const content = await reader.exactly(header.size);
        longName = header.type === 'x' ? paxPath(content) : text(content, 0, content.length);
        await reader.skip(padding(header.size));
        continue;
      }
      const path = longName ?? header.path;
      longName = undefined;
      const place = header.isFile ? where(path) : undefined;
      if (place === undefined) {
        await reader.skip(header.size);
      } else {
        if (place.startsWith('/') || place.split('/').includes('..'))
          throw new Error(`the archive names a path outside: ${path}`);
        unpacked.push({ path: place, size: header.size, sha256: await writeEntry(reader, `${target}/${place}`, header.size) });
      }
      await reader.skip(padding(header.size));
    }
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  return unpacked;
}
