import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from '../database.ts';
import { BlobStore } from './blob-store.ts';
import { cut, type Slice, sizeOf } from './slices.ts';

let dir: string;
let database: Database;
let blobs: BlobStore;
const open = async (fsync = true) => {
  database = new Database(join(dir, 'meta.db'));
  blobs = await BlobStore.open({ database, directory: join(dir, 'blobs'), inlineBytes: 100, fsync });
};
const close = async () => {
  await blobs.close();
  database.close();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-blobs-'));
  await open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

async function* pieces(...list: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* list;
}
const files = () =>
  readdirSync(join(dir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const put = async (bytes: Uint8Array): Promise<Slice> => {
  const staged = await blobs.write(pieces(bytes));
  const slice = database.transaction(() => blobs.keep(staged));
  await database.settled();
  return slice;
};
const get = async (slices: readonly Slice[]): Promise<Buffer> => {
  const read: Uint8Array[] = [];
  for await (const piece of blobs.read(slices)) read.push(piece);
  return Buffer.concat(read);
};

test.each([0, 1, 100, 101, 70_000, 1_500_000])('%i bytes come back as they went, also after reopening', async (size) => {
  const bytes = randomBytes(size);
  const slice = await put(bytes);
  expect((await get([slice])).equals(bytes)).toBe(true);
  expect(files()).toHaveLength(size > 100 ? 1 : 0);
  await close();
  await open();
  expect((await get([slice])).equals(bytes)).toBe(true);
});

test('slices of several blobs read as one run of bytes', async () => {
  const parts = [randomBytes(50), randomBytes(70_000), randomBytes(300_000)];
  const slices: Slice[] = [];
  for (const part of parts) slices.push(await put(part));
  const whole = Buffer.concat(parts);
  expect(sizeOf(slices)).toBe(whole.length);
  for (const [offset, length] of [
    [0, whole.length],
    [49, 2],
    [50, 1],
    [69_000, 200_000],
    [whole.length - 1, 1],
    [10, 0],
  ] as const) {
    expect((await get(cut(slices, offset, length))).equals(whole.subarray(offset, offset + length))).toBe(true);
  }
});

test('cutting is what subarray is', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lengths, fc.nat(100), fc.nat(100), (list, offset, length) => {
      const bytes = list.flatMap((n, blob) => Array.from({ length: n }, (_, i) => `${blob}:${i}`));
      const slices = list.map((n, blob) => ({ blob, offset: 0, length: n }));
      const cutOut = cut(slices, offset, length).flatMap((s) =>
        Array.from({ length: s.length }, (_, i) => `${s.blob}:${s.offset + i}`),
      );
      expect(cutOut).toEqual(bytes.slice(offset, offset + length));
    }),
  );
});

test('a source that fails, or is aborted, leaves no file', async () => {
  async function* failing() {
    yield randomBytes(600_000);
    yield randomBytes(600_000);
    throw new Error('gone');
  }
  await expect(blobs.write(failing())).rejects.toThrow('gone');
  const abort = new AbortController();
  const aborted = blobs.write(pieces(randomBytes(200), randomBytes(200)), {
    client: abort,
    observe: () => {
      abort.abort(new Error('left'));
      return undefined;
    },
  });
  await expect(aborted).rejects.toThrow('left');
  expect(files()).toEqual([]);
});

test('what was written but never kept is removed when opening, also when the transaction was undone', async () => {
  const kept = await put(randomBytes(500));
  await blobs.write(pieces(randomBytes(500)));
  const undone = await blobs.write(pieces(randomBytes(500)));
  expect(() =>
    database.transaction(() => {
      blobs.keep(undone);
      throw new Error('no');
    }),
  ).toThrow('no');
  writeFileSync(join(dir, 'blobs', '0', 'az'), 'torn');
  expect(files()).toHaveLength(4);
  await close();
  await open();
  expect(files()).toEqual([kept.blob.toString(36)]);
  expect((await put(randomBytes(500))).blob).toBeGreaterThan(kept.blob);
});

test('what is held while it is worked with stays, and nobody comes to own what has gone', async () => {
  const bytes = randomBytes(60);
  const slice = await put(bytes);
  await blobs.holding([slice], async () => {
    database.transaction(() => blobs.release([slice]));
    await database.settled();
    expect((await get([slice])).equals(bytes)).toBe(true);
  });
  await expect(get([slice])).rejects.toThrow();
  expect(() => database.transaction(() => blobs.retain([slice]))).toThrow('have gone');
  await expect(blobs.holding([slice], async () => {})).rejects.toThrow('have gone');
});

test('a reader of many has those that are rows, even if released before it comes to them', async () => {
  const [a, b] = [randomBytes(500), randomBytes(60)];
  const slices = [await put(a), await put(b)];
  const reading = blobs.read(slices)[Symbol.asyncIterator]();
  const pieces = [(await reading.next()).value as Uint8Array];
  database.transaction(() => blobs.release(slices));
  await database.settled();
  for (let next = await reading.next(); !next.done; next = await reading.next()) pieces.push(next.value);
  expect(Buffer.concat(pieces).equals(Buffer.concat([a, b]))).toBe(true);
});

test('discarding removes what was not kept, and only that', async () => {
  const staged = await blobs.write(pieces(randomBytes(500)));
  database.transaction(() => blobs.keep(staged));
  await blobs.discard(staged);
  expect(files()).toHaveLength(1);
  await blobs.discard(await blobs.write(pieces(randomBytes(500))));
  expect(files()).toHaveLength(1);
});

test('the last release removes the bytes, once the transaction is decided', async () => {
  const slice = await put(randomBytes(500));
  database.transaction(() => blobs.retain([slice]));
  database.transaction(() => blobs.release([slice]));
  await database.settled();
  await blobs.close();
  expect(files()).toHaveLength(1);
  expect(() =>
    database.transaction(() => {
      blobs.release([slice]);
      throw new Error('no');
    }),
  ).toThrow('no');
  await database.settled();
  await blobs.close();
  expect(files()).toHaveLength(1);
  database.transaction(() => blobs.release([slice]));
  await expect.poll(files).toEqual([]);
});

test('a removal that a crash prevented happens at the next opening', async () => {
  const slice = await put(randomBytes(500));
  database.transaction(() => blobs.release([slice]));
  database.close(); // before the file is touched
  await open();
  expect(files()).toEqual([]);
});

test('a reader keeps what it reads, whatever is released meanwhile', async () => {
  const [a, b] = [randomBytes(1_000_000), randomBytes(1_000_000)];
  const slices = [await put(a), await put(b)];
  const reading = blobs.read(slices)[Symbol.asyncIterator]();
  const first = await reading.next();
  database.transaction(() => blobs.release(slices));
  await database.settled();
  await blobs.close();
  const read = [first.value as Uint8Array];
  for (let step = await reading.next(); !step.done; step = await reading.next()) read.push(step.value);
  expect(Buffer.concat(read).equals(Buffer.concat([a, b]))).toBe(true);
  await expect.poll(files).toEqual([]);
});

test('a reader that leaves early lets go', async () => {
  const slice = await put(randomBytes(1_000_000));
  for await (const _ of blobs.read([slice])) break;
  const never = blobs.read([slice])[Symbol.asyncIterator]();
  await never.return?.();
  database.transaction(() => blobs.release([slice]));
  await expect.poll(files).toEqual([]);
});

test('opening looks at the newest files only, however many there are', async () => {
  await close();
  await open(false);
  for (let i = 0; i < 600; i++) {
    const staged = await blobs.write(pieces(Buffer.alloc(101)));
    database.transaction(() => blobs.keep(staged));
    if (i % 100 === 99) await database.settled(); // a busy disk syncs nothing else meanwhile
  }
  const { low } = database.statement('SELECT low FROM blob_mark').get() as { low: number };
  expect(low).toBeGreaterThan(200);
});

test('a long file of a blob that is gone is written over by the next one like it, and nothing of it remains', async () => {
  const spares = () => readdirSync(join(dir, 'blobs', '_spare'));
  const garbage = () => database.statement('SELECT id FROM blob_garbage').all();
  const putSized = async (bytes: Uint8Array) => {
    const staged = await blobs.write(pieces(bytes), { expectedBytes: bytes.length });
    const slice = database.transaction(() => blobs.keep(staged));
    await database.settled();
    return slice;
  };
  const inode = (slice: Slice) => statSync(join(dir, 'blobs', '0', slice.blob.toString(36))).ino;
  const old = randomBytes(3 * 1024 * 1024);
  const first = await putSized(old);
  const before = inode(first);
  const reading = blobs.read([first])[Symbol.asyncIterator]();
  const piece = await reading.next();
  database.transaction(() => blobs.release([first]));
  await database.settled();
  // it is being read, so it is not written over
  const second = await putSized(randomBytes(2 * 1024 * 1024));
  expect(inode(second)).not.toBe(before);
  expect(old.subarray(0, piece.value?.length).equals(piece.value as Buffer)).toBe(true);
  await reading.return?.(undefined);
  await expect.poll(garbage).toHaveLength(0);
  expect(spares()).toHaveLength(1);
  const bytes = randomBytes(2 * 1024 * 1024 + 17);
  const third = await putSized(bytes);
  expect(spares()).toHaveLength(0);
  expect(inode(third)).toBe(before);
  expect((await get([third])).equals(bytes)).toBe(true);
  expect(statSync(join(dir, 'blobs', '0', third.blob.toString(36))).size).toBe(bytes.length);
  // far smaller ones, and those of unknown length, get files of their own; closing leaves no spare
  database.transaction(() => blobs.release([third]));
  await expect.poll(garbage).toHaveLength(0);
  expect(spares()).toHaveLength(1);
  await putSized(randomBytes(1024 * 1024));
  await put(randomBytes(2 * 1024 * 1024));
  expect(spares()).toHaveLength(1);
  await close();
  expect(spares()).toHaveLength(0);
  await open();
});

test('spare files of a process that was killed are removed at the next opening', async () => {
  const slice = await put(randomBytes(1024 * 1024));
  const staged = await blobs.write(pieces(randomBytes(1024 * 1024)));
  const other = database.transaction(() => blobs.keep(staged));
  await database.settled();
  database.transaction(() => blobs.release([other]));
  await expect.poll(() => files()).toHaveLength(2);
  await expect.poll(() => readdirSync(join(dir, 'blobs', '_spare'))).toHaveLength(1);
  const survivor = await BlobStore.open({ database, directory: join(dir, 'blobs'), inlineBytes: 100 });
  expect(files()).toHaveLength(1);
  expect((await get([slice])).length).toBe(1024 * 1024);
  await survivor.close();
});
