import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock } from '#core';
import type { LogRecord } from './frame.ts';
import type { SegmentLog } from './segment-log.ts';
import { SegmentStore, type SegmentStoreOptions } from './segment-store.ts';

let directory: string;
let stores: SegmentStore[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-segments-'));
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
const record = (text: string, key = 'k'): LogRecord => ({ key, data: Buffer.from(text) });
const all = async (log: SegmentLog, from = 1) => {
  const { entries } = await log.read({ from, maxRecords: 1e9, maxBytes: 1e9 });
  return entries.map((entry) => `${entry.index} ${entry.key} ${Buffer.from(entry.data).toString()}`);
};
const files = (log = 'a') => readdirSync(join(directory, 's', log)).sort();

test('records come back as they went in, numbered from 1, after opening again too', async () => {
  const log = await opened().log('s', 'a');
  expect(await all(log)).toEqual([]);
  expect(await log.append([record('one'), { key: undefined, data: Buffer.from('two') }])).toEqual({ first: 1, millis: 1000 });
  expect(await log.append([record('', 'ключ')])).toEqual({ first: 3, millis: 1000 });
  const expected = ['1 k one', '2 undefined two', '3 ключ '];
  expect(await all(log)).toEqual(expected);
  const again = await opened().log('s', 'a');
  expect(await all(again)).toEqual(expected);
  expect([again.first, again.next, again.lastMillis]).toEqual([1, 4, 1000]);
  expect((await again.append([record('x')])).first).toBe(4);
});

test('a log that was never written to takes no file', async () => {
  const store = opened();
  await store.log('s', 'a');
  expect(await store.groups()).toEqual([]);
});

test('concurrent appends keep their order and their own numbers', async () => {
  const log = await opened().log('s', 'a');
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => log.append([record(`${i}a`), record(`${i}b`)])));
  expect(results.map((r) => r.first)).toEqual(Array.from({ length: 50 }, (_, i) => 1 + 2 * i));
  expect((await all(log))[98]).toBe('99 k 49a');
  expect(files()).toHaveLength(1);
});

test('reads stop at the bounds and go on from there, at least one record at a time', async () => {
  const log = await opened().log('s', 'a');
  await log.append(['aaaa', 'bbbb', 'cccc'].map((text) => record(text)));
  const first = await log.read({ from: 1, maxRecords: 2, maxBytes: 100 });
  expect([first.entries.length, first.next]).toEqual([2, 3]);
  const tight = await log.read({ from: 2, maxRecords: 10, maxBytes: 1 });
  expect([tight.entries.length, tight.next]).toEqual([1, 3]);
  const ten = await log.read({ from: 1, maxRecords: 10, maxBytes: 10 });
  expect([ten.entries.length, ten.next]).toEqual([2, 3]);
  expect(await log.read({ from: 9, maxRecords: 1, maxBytes: 1 })).toMatchObject({ entries: [], next: 9 });
});

test('large records span pieces, many records span segments, and every index is found', async () => {
  const log = await opened({ segmentBytes: 300_000 }).log('s', 'a');
  const big = 'x'.repeat(1_500_000);
  await log.append([record('start'), record(big), record('end')]);
  for (let i = 0; i < 60; i++) await log.append([record(`${i}`.padEnd(20_000, '.'))]);
  expect(files().length).toBeGreaterThan(3);
  const again = await opened({ segmentBytes: 300_000 }).log('s', 'a');
  for (const from of [1, 2, 3, 4, 17, 33, 63]) {
    const { entries } = await again.read({ from, maxRecords: 1, maxBytes: 1e9 });
    expect(entries.map((entry) => entry.index)).toEqual([from]);
  }
  expect((await all(again)).map((line) => line.length).slice(0, 3)).toEqual([9, 1_500_004, 7]);
});

test('finds the first record of a time, in old segments and new ones', async () => {
  const clock = fakeClock(0);
  const log = await opened({ clock, segmentBytes: 100_000 }).log('s', 'a');
  for (let i = 1; i <= 40; i++) {
    await clock.advance(10);
    await log.append([record(`${i}`.padEnd(10_000)), record('.')]);
  }
  const again = await opened({ clock, segmentBytes: 100_000 }).log('s', 'a');
  for (const subject of [log, again]) {
    expect(await subject.firstAt(0)).toBe(1);
    expect(await subject.firstAt(10)).toBe(1);
    expect(await subject.firstAt(11)).toBe(3);
    expect(await subject.firstAt(250)).toBe(49);
    expect(await subject.firstAt(400)).toBe(79);
    expect(await subject.firstAt(401)).toBe(81);
  }
  const late = await again.read({ from: 1, maxRecords: 1000, maxBytes: 1e9, notBefore: 395 });
  expect(late.entries.map((entry) => entry.index)).toEqual([79, 80]);
});

test('time never goes back', async () => {
  let now = 5000;
  const clock = { ...fakeClock(), millis: () => now };
  const log = await opened({ clock }).log('s', 'a');
  await log.append([record('a')]);
  now = 10;
  expect((await log.append([record('b')])).millis).toBe(5000);
});

test('a log is busy while records are on their way, not while old ones are removed', async () => {
  const log = await opened().log('s', 'a');
  await log.append([record('one')]);
  const trimmed = log.trim(9999);
  expect(log.busy).toBe(false);
  const appended = log.append([record('two')]);
  expect(log.busy).toBe(true);
  await appended;
  expect([log.busy, log.next]).toEqual([false, 3]);
  await trimmed;
});

test('trimming removes whole segments only, and numbering goes on even when nothing is left', async () => {
  const clock = fakeClock(1000);
  const store = opened({ clock, segmentBytes: 10 });
  const log = await store.log('s', 'a');
  for (let i = 0; i < 4; i++) {
    await log.append([record('data')]);
    await clock.advance(100);
  }
  await log.trim(1150);
  expect(await all(log)).toEqual(['2 k data', '3 k data', '4 k data']);
  expect(log.first).toBe(2);
  await log.trim(9999);
  expect(await all(log)).toEqual([]);
  expect(files()).toHaveLength(1);
  const again = await opened({ clock }).log('s', 'a');
  expect([again.first, again.next]).toEqual([5, 5]);
  expect((await again.append([record('x')])).first).toBe(5);
});

test('whoever waits is woken by a record, by closing, and by its own signal', async () => {
  const log = await opened().log('s', 'a');
  const woken: string[] = [];
  const here = log.arrival(1).then(() => woken.push('here'));
  void log.arrival(2).then(() => woken.push('later'));
  const abort = new AbortController();
  const aborted = log.arrival(9, abort.signal).then(() => woken.push('aborted'));
  await log.append([record('a')]);
  await here;
  expect(woken).toEqual(['here']);
  abort.abort();
  await aborted;
  await log.close();
  expect(woken).toEqual(['here', 'aborted', 'later']);
  await expect(log.append([record('b')])).rejects.toThrow('closed');
});

test('removing a group takes the files along', async () => {
  const store = opened();
  const log = await store.log('s', 'a');
  await log.append([record('a')]);
  await store.remove('s');
  expect(await store.groups()).toEqual([]);
  expect(log.closed).toBe(true);
  expect(() => store.log('..', 'a')).toThrow('not a name');
});

test('removing one log leaves the others, and its name can be used again', async () => {
  const store = opened();
  const [a, b] = [await store.log('s', 'a'), await store.log('s', 'b')];
  await Promise.all([a.append([record('1')]), b.append([record('2')])]);
  expect(a.bytes).toBe(statSync(join(directory, 's', 'a', files()[0] ?? '')).size);
  await store.drop('s', 'a');
  await expect(a.append([record('late')])).rejects.toThrow('is closed');
  expect(readdirSync(join(directory, 's'))).toEqual(['b']);
  const anew = await store.log('s', 'a');
  expect([anew.next, anew.bytes, await all(b)]).toEqual([1, 0, ['1 k 2']]);
  await store.drop('s', 'never written');
});

test('open files are bounded', async () => {
  const store = opened({ openFiles: 4 });
  for (let i = 0; i < 20; i++) {
    const log = await store.log('s', `log${i}`);
    await log.append([record(`${i}`)]);
    await all(log);
  }
  await new Promise((done) => setImmediate(done));
  expect(store.openFiles).toBeLessThanOrEqual(4);
  expect(await all(await store.log('s', 'log0'))).toEqual(['1 k 0']);
});

test('a failed write reaches those who waited for it, and leaves the log good', async () => {
  const store = opened();
  const log = await store.log('s', 'a');
  await log.append([record('a')]);
  const file = join(directory, 's', 'a', files()[0] ?? '');
  let asked = 0;
  const bad = {
    key: 'k',
    get data(): Uint8Array {
      if (asked++ > 0) throw new Error('cannot be encoded');
      return Buffer.from('x');
    },
  };
  await expect(log.append([bad])).rejects.toThrow('encoded');
  appendFileSync(file, 'half a frame'); // what a full disk leaves behind
  expect((await log.append([record('b')])).first).toBe(2);
  expect(await all(log)).toEqual(['1 k a', '2 k b']);
  expect(await all(await opened().log('s', 'a'))).toEqual(['1 k a', '2 k b']);
});

test('what a failed write left behind is cut off before the next one', async () => {
  const store = opened({ openFiles: 0 });
  const log = await store.log('s', 'a');
  await log.append([record('a')]);
  const file = join(directory, 's', 'a', files()[0] ?? '');
  const good = readFileSync(file);
  rmSync(file);
  mkdirSync(file); // a file that cannot be opened any more: as good as a disk that refuses to write
  await expect(log.append([record('lost')])).rejects.toThrow('EISDIR');
  await expect(log.append([record('lost too')])).rejects.toThrow('EISDIR');
  rmdirSync(file);
  writeFileSync(file, Buffer.concat([good, Buffer.alloc(5000, 1)]));
  expect((await log.append([record('b')])).first).toBe(2);
  expect(readFileSync(file).length).toBeLessThan(good.length + 100);
  expect(await all(await opened().log('s', 'a'))).toEqual(['1 k a', '2 k b']);
});

test('damage in the middle is not mistaken for a torn tail', async () => {
  const log = await opened({ segmentBytes: 100 }).log('s', 'a');
  await log.append([record('a'.repeat(200))]);
  await log.append([record('b')]);
  const file = join(directory, 's', 'a', files()[0] ?? '');
  const bytes = readFileSync(file);
  bytes[100] = 0;
  writeFileSync(file, bytes);
  const again = await opened().log('s', 'a');
  await expect(all(again)).rejects.toMatchObject({ code: 'StreamDataDamaged' });
  expect(await all(again, 2)).toEqual(['2 k b']);
});

test('property: whatever is torn off the end, the records of whole appends before it are there, and only those', async () => {
  const batch = fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(batch, { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.uint8Array({ maxLength: 40 }),
      async (batches, cut, junk) => {
        const store = new SegmentStore({ directory, clock: fakeClock(1), fsync: false });
        const log = await store.log('p', 'a');
        const folder = join(directory, 'p', 'a');
        const ends: { bytes: number; next: number }[] = [{ bytes: 0, next: 1 }];
        let file = '';
        for (const texts of batches) {
          await log.append(texts.map((text) => record(text, text.slice(0, 3))));
          file = join(folder, readdirSync(folder)[0] ?? '');
          ends.push({ bytes: statSync(file).size, next: log.next });
        }
        await store.close();
        const length = cut % ((ends.at(-1)?.bytes ?? 0) + 1);
        truncateSync(file, length);
        appendFileSync(file, junk);
        const kept = ends.filter((end) => end.bytes <= length).at(-1)?.next ?? 1;
        const again = new SegmentStore({ directory, clock: fakeClock(1), fsync: false });
        const recovered = await again.log('p', 'a');
        const texts = batches.flat().slice(0, kept - 1);
        expect(await all(recovered)).toEqual(texts.map((text, i) => `${i + 1} ${text.slice(0, 3)} ${text}`));
        expect((await recovered.append([record('more')])).first).toBe(kept);
        expect((await all(recovered, kept))[0]).toBe(`${kept} k more`);
        await again.remove('p');
        await again.close();
      },
    ),
    { numRuns: 60 },
  );
});
