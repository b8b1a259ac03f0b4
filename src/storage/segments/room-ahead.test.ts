import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock } from '#core';
import type { LogRecord } from './frame.ts';
import type { SegmentLog } from './segment-log.ts';
import { SegmentStore, type SegmentStoreOptions } from './segment-store.ts';

let directory: string;
let stores: SegmentStore[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-room-'));
});
afterEach(async () => {
  for (const store of stores) await store.close();
  stores = [];
  rmSync(directory, { recursive: true });
});

const opened = (options: Partial<SegmentStoreOptions> = {}) => {
  const store = new SegmentStore({ directory, clock: fakeClock(1000), fsync: false, ...options });
  stores.push(store);
  return store;
};
const record = (text: string): LogRecord => ({ key: 'k', data: Buffer.from(text) });
const all = async (log: SegmentLog) => {
  const { entries } = await log.read({ from: 1, maxRecords: 1e9, maxBytes: 1e9 });
  return entries.map((entry) => `${entry.index} ${entry.key} ${Buffer.from(entry.data).toString()}`);
};
const files = (log = 'a') => readdirSync(join(directory, 's', log)).sort();

test('room that is written ahead of small durable appends is no part of the log, is used, and is given back', async () => {
  const store = opened({ fsync: true, segmentBytes: 30_000 });
  const log = await store.log('s', 'a');
  const size = (name = files().at(-1) ?? '') => statSync(join(directory, 's', 'a', name)).size;
  const sizes = new Set<number>();
  const told: string[] = [];
  const append = async (to: SegmentLog, text: string) => told.push(`${(await to.append([record(text)])).first} k ${text}`);
  for (let i = 0; i < 40; i++) {
    await append(log, 'x'.repeat(500));
    sizes.add(size());
  }
  expect(sizes.size).toBeLessThan(12); // it grows by its own length
  expect(size()).toBeGreaterThan(log.bytes);
  // as after a crash: another looks at the files as they are
  cpSync(join(directory, 's'), join(directory, 't'), { recursive: true });
  const again = await opened().log('t', 'a');
  expect(await all(again)).toEqual(told);
  expect((await again.append([record('on')])).first).toBe(41);
  expect(again.bytes).toBe(statSync(join(directory, 't', 'a', files()[0] ?? '')).size);
  // large ones need none, and a full file keeps none
  await append(log, 'y'.repeat(70_000));
  await append(log, 'z');
  expect(files().length).toBe(2);
  expect(size(files()[0]) + size()).toBe(log.bytes);
  await append(log, 'z'.repeat(100));
  expect(size()).toBeGreaterThan(log.bytes - size(files()[0]));
  await store.close();
  expect(size()).toBe(log.bytes - size(files()[0]));
  expect(await all(await opened().log('s', 'a'))).toEqual(told);
});
