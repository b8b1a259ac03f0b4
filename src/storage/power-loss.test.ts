import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeClock } from '#core';
import { BlobStore } from './blobs/blob-store.ts';
import { Database } from './database.ts';
import { SegmentStore } from './segments/segment-store.ts';

// A disk that forgets: whatever is written passes through, and beside it stands what would be left if the power failed now. Of a file that is
// what was written through O_DSYNC, or was there when a sync of it began; and a file, or folder, is there if its folder was synced since it came.

const disk = vi.hoisted(() => {
  const contents = new Map<string, Buffer>();
  const names = new Set<string>();
  const descriptors = new Map<number, { path: string; direct: boolean }>();
  return { contents, names, descriptors };
});

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const { contents, names, descriptors } = disk;
  const opened = (path: unknown, flags: unknown, descriptor: number) => {
    const direct = typeof flags === 'number' && (flags & fs.constants.O_DSYNC) !== 0;
    descriptors.set(descriptor, { path: String(path), direct });
  };
  /** What is true when a sync of it has succeeded. */
  const beforeSync = (descriptor: number): (() => void) => {
    const path = descriptors.get(descriptor)?.path;
    if (path === undefined) return () => {};
    if (!fs.fstatSync(descriptor).isDirectory()) {
      const now = fs.readFileSync(path);
      return () => void contents.set(path, now);
    }
    const now = fs.readdirSync(path).map((name) => `${path}/${name}`);
    return () => {
      for (const known of names) if (known.slice(0, known.lastIndexOf('/')) === path && !now.includes(known)) names.delete(known);
      for (const name of now) names.add(name);
    };
  };
  const written = (descriptor: number, pieces: readonly Uint8Array[], position: number, bytes: number) => {
    const file = descriptors.get(descriptor);
    if (!file?.direct) return;
    const now = contents.get(file.path) ?? Buffer.alloc(0);
    const grown = Buffer.alloc(Math.max(now.length, position + bytes));
    now.copy(grown);
    Buffer.concat(pieces).copy(grown, position, 0, bytes);
    contents.set(file.path, grown);
  };
  type Done = (failure: Error | null, result?: number) => void;
  const mocked = {
    ...fs,
    open: (path: string, flags: number, mode: number, done: Done) =>
      fs.open(path, flags, mode, (failure, descriptor) => {
        if (!failure) opened(path, flags, descriptor);
        done(failure, descriptor);
      }),
    openSync: (path: string, flags: string | number, mode?: number) => {
      const descriptor = fs.openSync(path, flags, mode);
      opened(path, flags, descriptor);
      return descriptor;
    },
    writev: (descriptor: number, pieces: Uint8Array[], position: number, done: Done) =>
      fs.writev(descriptor, pieces, position, (failure, bytes) => {
        if (!failure) written(descriptor, pieces, position, bytes);
        done(failure, bytes);
      }),
    fdatasync: (descriptor: number, done: Done) => {
      const after = beforeSync(descriptor);
      fs.fdatasync(descriptor, (failure) => {
        if (!failure) after();
        done(failure);
      });
    },
    fsyncSync: (descriptor: number) => {
      const after = beforeSync(descriptor);
      fs.fsyncSync(descriptor);
      after();
    },
    fdatasyncSync: (descriptor: number) => {
      const after = beforeSync(descriptor);
      fs.fdatasyncSync(descriptor);
      after();
    },
  };
  return { ...mocked, default: mocked, beforeSync, opened };
});

vi.mock('node:fs/promises', async (original) => {
  const promises = await original<typeof import('node:fs/promises')>();
  const { beforeSync, opened } = (await import('node:fs')) as unknown as {
    beforeSync: (descriptor: number) => () => void;
    opened: (path: unknown, flags: unknown, descriptor: number) => void;
  };
  const open = async (path: string, flags: string | number, mode?: number) => {
    const handle = await promises.open(path, flags, mode);
    opened(path, flags, handle.fd);
    for (const name of ['sync', 'datasync'] as const) {
      const plain = handle[name].bind(handle);
      handle[name] = async () => {
        const after = beforeSync(handle.fd);
        await plain();
        after();
      };
    }
    return handle;
  };
  return { ...promises, open, default: { ...promises, open } };
});

let root: string;
let images = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-power-'));
  mkdirSync(join(root, 'data'));
  for (const each of [disk.contents, disk.names, disk.descriptors]) each.clear();
});
afterEach(() => rmSync(root, { recursive: true }));

/** What would be left, as a directory of its own. */
function afterPowerLoss(): string {
  const data = join(root, 'data');
  const image = join(root, `image-${images++}`);
  mkdirSync(image);
  const there = (path: string): boolean => path === data || (disk.names.has(path) && there(dirname(path)));
  for (const path of readdirSync(data, { recursive: true, withFileTypes: true })) {
    const from = join(path.parentPath, path.name);
    const to = join(image, relative(data, from));
    if (!there(from)) continue;
    if (path.isDirectory()) mkdirSync(to, { recursive: true });
    else {
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, disk.contents.get(from) ?? Buffer.alloc(0));
    }
  }
  return image;
}

const LOGS = ['0', '1'];
const store = (directory: string, fsync: boolean) =>
  new SegmentStore({ directory, clock: fakeClock(1000), fsync, segmentBytes: 20_000 });

/** Records that were acknowledged, by log, and looks at the disk from time to time while more of them are on their way. */
async function records(fsync: boolean): Promise<number> {
  const segments = store(join(root, 'data'), fsync);
  const told = new Map(LOGS.map((name) => [name, [] as string[]]));
  let missing = 0;
  const look = async () => {
    const acknowledged = LOGS.map((name) => [name, [...(told.get(name) as string[])]] as const);
    const left = store(afterPowerLoss(), true);
    for (const [name, texts] of acknowledged) {
      const log = await left.log('group', name);
      const { entries } = await log.read({ from: 1, maxRecords: 1e6, maxBytes: 1e9 });
      const found = entries.map(({ data }) => Buffer.from(data).toString('latin1'));
      missing += texts.filter((text, i) => found[i] !== text).length;
    }
    await left.close();
  };
  const write = async (name: string, turn: number) => {
    const texts = Array.from({ length: 1 + (turn % 5) }, (_, i) => `${name}-${turn}-${i}-${'x'.repeat((turn * 997) % 9000)}`);
    const log = await segments.log('group', name);
    await log.append(texts.map((text) => ({ key: 'k', data: Buffer.from(text) })));
    told.get(name)?.push(...texts);
  };
  for (let turn = 0; turn < 60; turn += 3) {
    const writes = LOGS.flatMap((name) => [turn, turn + 1, turn + 2].map((each) => write(name, each)));
    await writes[0];
    await look(); // others are under way
    await Promise.all(writes);
  }
  await look();
  await segments.close();
  return missing;
}

test('records that were acknowledged are there when the power comes back, in order', { timeout: 60_000 }, async () => {
  expect(await records(true)).toBe(0);
});

test('the disk does forget: without syncs they are gone', { timeout: 60_000 }, async () => {
  expect(await records(false)).toBeGreaterThan(100);
});

test.each([true, false])(
  'bytes of blobs that were taken in: with fsync (%s) they are there',
  { timeout: 60_000 },
  async (fsync) => {
    const database = new Database(':memory:');
    const blobs = await BlobStore.open({ database, directory: join(root, 'data', 'blobs'), inlineBytes: 100, fsync });
    disk.names.add(join(root, 'data', 'blobs')); // made with the data directory, before anything is promised
    async function* body(bytes: Buffer) {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    }
    let missing = 0;
    await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const bytes = randomBytes(1000 + i * 150_000);
        await blobs.write(body(bytes));
        const image = afterPowerLoss();
        const files = readdirSync(image, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
        if (!files.some((file) => readFileSync(join(file.parentPath, file.name)).equals(bytes))) missing++;
        rmSync(image, { recursive: true });
      }),
    );
    await blobs.close();
    database.close();
    expect(missing).toBe(fsync ? 0 : 12);
  },
);

test('bytes that were written over the file of a blob that is gone are there, under their own name', async () => {
  const database = new Database(':memory:');
  const blobs = await BlobStore.open({ database, directory: join(root, 'data', 'blobs'), inlineBytes: 100 });
  disk.names.add(join(root, 'data', 'blobs'));
  const put = async (bytes: Buffer) => {
    async function* body() {
      yield bytes;
    }
    const staged = await blobs.write(body(), { expectedBytes: bytes.length });
    const slice = database.transaction(() => blobs.keep(staged));
    await database.settled();
    return slice;
  };
  const gone = await put(randomBytes(3_000_000));
  database.transaction(() => blobs.release([gone]));
  await expect.poll(() => database.statement('SELECT id FROM blob_garbage').all()).toEqual([]);
  const bytes = randomBytes(2_000_000);
  const { blob } = await put(bytes);
  expect(readdirSync(join(root, 'data', 'blobs', '_spare'))).toEqual([]);
  const image = afterPowerLoss();
  expect(readdirSync(join(image, 'blobs', '0'))).toEqual([blob.toString(36)]);
  expect(readFileSync(join(image, 'blobs', '0', blob.toString(36))).equals(bytes)).toBe(true);
  await blobs.close();
  database.close();
});

test('rows that were settled are there', async () => {
  const path = join(root, 'data', 'meta.db');
  const database = new Database(path);
  database.migrate('test', [{ name: '001', sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY)' }]);
  await database.settled();
  for (let id = 1; id <= 50; id++) {
    database.transaction(() => database.statement('INSERT INTO t (id) VALUES (?)').run(id));
    await database.settled();
    // SQLite's own syncs pass unseen: the file itself is as it lies there, as nothing was moved into it yet; its log is what we synced
    const image = afterPowerLoss();
    writeFileSync(join(image, 'meta.db'), readFileSync(path));
    const left = new Database(join(image, 'meta.db'));
    expect((left.statement('SELECT count(*) AS n FROM t').get() as { n: number }).n).toBe(id);
    left.close();
  }
  database.close();
});
