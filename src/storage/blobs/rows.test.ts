import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from '../database.ts';
import { BlobStore } from './blob-store.ts';
import { migrations } from './migrations.ts';
import type { Slice } from './slices.ts';
import type { StagedBlob } from './staging.ts';

let dir: string;
let database: Database;
let blobs: BlobStore;
const open = async () => {
  database = new Database(join(dir, 'meta.db'));
  blobs = await BlobStore.open({ database, directory: join(dir, 'blobs'), inlineBytes: 100 });
};
const close = async () => {
  await blobs.close();
  database.close();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-rows-'));
  await open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const staged = (bytes: Uint8Array) => blobs.write(whole(bytes));
const put = async (bytes: Uint8Array): Promise<Slice> => {
  const ours = await staged(bytes);
  return database.transaction(() => blobs.keep(ours));
};
const replace = (ours: StagedBlob, before: readonly Slice[]): Slice => database.transaction(() => blobs.replace(ours, before));
const get = async (...slices: Slice[]): Promise<Buffer> => {
  const read: Uint8Array[] = [];
  for await (const piece of blobs.read(slices)) read.push(piece);
  return Buffer.concat(read);
};
const rows = () => (database.statement('SELECT count(*) AS n FROM blob').get() as { n: number }).n;

test('small bytes take the row of those they replace, which are gone, also after the store was opened anew', async () => {
  const [a, b, c] = [randomBytes(100), randomBytes(7), randomBytes(100)];
  const first = await put(a);
  await get(first);
  const second = replace(await staged(b), [first]);
  expect([second.blob, rows()]).toEqual([first.blob, 1]);
  expect((await get(second)).equals(b)).toBe(true);
  await expect(get(first)).rejects.toThrow();
  expect(() => database.transaction(() => blobs.retain([first]))).toThrow('have gone');
  await database.settled();
  await close();
  await open();
  expect((await get(second)).equals(b)).toBe(true);
  const third = replace(await staged(c), [second]);
  expect([third.blob === first.blob, third.content === second.content]).toEqual([true, false]);
  expect((await get(third)).equals(c)).toBe(true);
  await expect(get(second)).rejects.toThrow();
  database.transaction(() => blobs.release([third]));
  expect(rows()).toBe(0);
});

test('a replacement that was undone has not been, whoever read it', async () => {
  const [a, b] = [randomBytes(50), randomBytes(50)];
  const first = await put(a);
  const ours = await staged(b);
  let second: Slice | undefined;
  const undone = () => {
    second = blobs.replace(ours, [first]);
    expect(blobs.read([second])).toBeDefined();
    throw new Error('no');
  };
  expect(() => database.transaction(undone)).toThrow('no');
  expect((await get(first)).equals(a)).toBe(true);
  const third = replace(await staged(randomBytes(50)), [first]);
  expect(third.content).not.toBe(second?.content);
});

test('who reads several has what was there when he began', async () => {
  const [a, b] = [randomBytes(50), randomBytes(60)];
  const slices = [await put(a), await put(b)];
  const reading = blobs.read(slices);
  replace(await staged(Buffer.from('new')), [slices[1] as Slice]);
  const read: Uint8Array[] = [];
  for await (const piece of reading) read.push(piece);
  expect(Buffer.concat(read).equals(Buffer.concat([a, b]))).toBe(true);
});

test.each(['shared', 'a file', 'of two', 'replaced by a file'])('what is %s makes no room', async (what) => {
  const first = await put(randomBytes(what === 'a file' ? 500 : 50));
  const other = await put(randomBytes(60));
  if (what === 'shared') database.transaction(() => blobs.retain([first]));
  const bytes = randomBytes(what === 'replaced by a file' ? 500 : 40);
  const second = replace(await staged(bytes), what === 'of two' ? [first, other] : [first]);
  expect(second.blob).toBeGreaterThan(other.blob);
  expect((await get(second)).equals(bytes)).toBe(true);
  if (what === 'shared') expect((await get(first)).length).toBe(50);
  expect(rows()).toBe({ shared: 3, 'a file': 2, 'of two': 1, 'replaced by a file': 2 }[what]);
});

test('a store of an earlier build is opened, and its rows make room like others', async () => {
  await close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dir, `meta.db${suffix}`), { force: true });
  database = new Database(join(dir, 'meta.db'));
  database.migrate('blobs', migrations.slice(0, 1));
  const row = 'INSERT INTO blob (id, size, refs, data) VALUES (7, 3, 1, ?)';
  database.transaction(() => database.statement(row).get(Buffer.from('old')));
  database.close();
  await open();
  const first = { blob: 7, offset: 0, length: 3 };
  expect((await get(first)).toString()).toBe('old');
  const second = replace(await staged(Buffer.from('new')), [first]);
  expect(second.blob).toBe(7);
  expect((await get(second)).toString()).toBe('new');
});
