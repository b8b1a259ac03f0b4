import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fakeClock } from '#core';
import type { SegmentLog } from './segment-log.ts';
import { SegmentStore } from './segment-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'millrace-segments-'));
afterAll(() => rmSync(directory, { recursive: true }));

const record = (text: string) => ({ key: 'k', data: Buffer.from(text) });
const all = async (log: SegmentLog) => {
  const { entries } = await log.read({ from: 1, maxRecords: 1e9, maxBytes: 1e9 });
  return entries.map(({ index, data }) => `${index} ${data}`);
};

test('where the disk is not waited for, a short append is done at once, and in order behind those that are not', async () => {
  const store = new SegmentStore({ directory, clock: fakeClock(1000), fsync: false, openFiles: 1 });
  const [log, other] = [await store.log('s', 'a'), await store.log('s', 'b')];
  expect(log.append([record('a')])).toBeInstanceOf(Promise); // there is no file yet
  await log.append([record('b')]);
  await new Promise((later) => setImmediate(later));
  expect(log.append([record('c'), record('d')])).toEqual({ first: 3, millis: 1000 });
  const large = log.append([record('x'.repeat(2 * 1024 * 1024))]);
  const behind = log.append([record('e')]);
  expect(await Promise.all([large, behind])).toEqual([
    { first: 5, millis: 1000 },
    { first: 6, millis: 1000 },
  ]);
  // the file of the one is closed for that of the other
  for (let i = 0; i < 3; i++) for (const each of [log, other]) await each.append([record(`${i}`)]);
  expect(store.openFiles).toBe(1);
  const texts = (await all(log)).map((text) => text.slice(0, 7));
  expect(texts).toEqual(['1 a', '2 b', '3 c', '4 d', '5 xxxxx', '6 e', '7 0', '8 1', '9 2']);
  expect(await all(other)).toEqual(['1 0', '2 1', '3 2']);
  const durable = new SegmentStore({ directory, clock: fakeClock(1000), fsync: true });
  const synced = await durable.log('s', 'c');
  await synced.append([record('a')]);
  expect(synced.append([record('b')])).toBeInstanceOf(Promise);
  await store.close();
  await durable.close();
});
