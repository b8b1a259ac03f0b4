import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { type Block, DIGEST_BYTES, keyOf } from './digest.ts';
import type { SegmentLog } from './segment-log.ts';
import { SegmentStore } from './segment-store.ts';

let directory: string;
let stores: SegmentStore[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-digest-'));
});
afterEach(async () => {
  for (const store of stores) await store.close();
  stores = [];
  rmSync(directory, { recursive: true });
});
const SEGMENT = 5 * 1024 * 1024;
const opened = (): Promise<SegmentLog> => {
  const store = new SegmentStore({ directory, clock: fakeClock(0), fsync: false, segmentBytes: SEGMENT, digests: true });
  stores.push(store);
  return store.log('l', 'l');
};
const folder = () => join(directory, 'l', 'l');
const digestFiles = () =>
  readdirSync(folder())
    .filter((name) => name.endsWith('.digest'))
    .sort()
    .map((name) => join(folder(), name));

const LINES = 24_000;
/** Lines of half a kibibyte; each 5,000th has a rare word, and the one before it a rare pair of letters. */
const lineOf = (i: number) =>
  `${i % 5000 === 77 ? 'a needle' : i % 5000 === 76 ? '\\u00e9' : 'nothing'} ${String(i * 2_654_435_761).repeat(36)}`;
const write = async (log: SegmentLog, from: number, to: number) => {
  for (let i = from; i < to; i += 500) {
    await log.append(
      Array.from({ length: Math.min(500, to - i) }, (_, j) => ({ key: String(1000 + i + j), data: Buffer.from(lineOf(i + j)) })),
    );
  }
};
const found = async (log: SegmentLog, word: string, more: { skim?: (block: Block) => boolean; keys?: object } = {}) => {
  const keys: number[] = [];
  let records = 0;
  let bytes = 0;
  for (let from = log.first; from < log.next; ) {
    const { next, scanned } = await log.scan({ from, anyOf: [Buffer.from(word)], maxScan: 700_000, ...more }, (place) => {
      keys.push(keyOf(place));
      return 'go on';
    });
    expect(next).toBeGreaterThan(from);
    records += scanned.records;
    bytes += scanned.bytes;
    from = next;
  }
  return { keys, records, bytes };
};
const wanted = (word: string, lines = LINES) =>
  Array.from({ length: lines }, (_, i) => i)
    .filter((i) => lineOf(i).includes(word))
    .map((i) => 1000 + i);

it('what is rare is found by reading little, while it is written and after it was opened again', async () => {
  const log = await opened();
  await write(log, 0, LINES);
  for (const word of ['needle', 'eedl', '\\u', 'nowhere to be found', 'o', '0000000']) {
    const { keys, records } = await found(log, word);
    expect(keys).toEqual(wanted(word));
    expect(records).toBe(LINES);
  }
  await stores[0]?.close();
  expect(digestFiles().length).toBeGreaterThan(1);
  const lines = LINES * 500;
  const all = digestFiles().reduce((sum, path) => sum + readFileSync(path).length, 0);
  expect(all).toBeLessThan(lines * 0.015);

  // the frames of blocks that hold nothing of it are not even looked at
  for (const name of readdirSync(folder())
    .filter((each) => each.endsWith('.seg'))
    .slice(0, -1)) {
    const path = join(folder(), name);
    const bytes = readFileSync(path);
    const at = bytes.indexOf('nothing', 600_000);
    bytes[at] = 0;
    writeFileSync(path, bytes);
  }
  const again = await opened();
  expect((await found(again, 'nowhere to be found')).keys).toEqual([]);
  await expect(found(again, 'nothing')).rejects.toThrow(/damaged/);
});

it('blocks of another time are passed over, those of which enough is known are told of', async () => {
  const log = await opened();
  await write(log, 0, LINES);
  const early = await found(log, ' ', { keys: { from: 1100, to: 1200 } });
  expect(early.keys.filter((key) => key >= 1100 && key < 1200).length).toBe(100);
  expect(early.records).toBeLessThan(LINES / 2);
  let skimmed = 0;
  const rest = await found(log, 'n', {
    skim: ({ least, most, count }) => {
      expect(most - least).toBe(count - 1);
      skimmed += count;
      return true;
    },
  });
  expect(skimmed + rest.keys.length).toBe(LINES);
  expect(skimmed).toBeGreaterThan(LINES * 0.8);
  expect(rest.records).toBe(LINES);
});

it('digests that are lost, torn or of what a crash has taken are made anew', async () => {
  const log = await opened();
  await write(log, 0, LINES);
  await found(log, 'needle');
  await stores[0]?.close();
  const [first = '', ...others] = digestFiles();
  const stale = readFileSync(first);
  rmSync(first);
  const last = others.at(-1) ?? '';
  const torn = others.at(-2) ?? last;
  truncateSync(torn, Math.max(0, readFileSync(torn).length - 100));
  // of the newest file a mebibyte goes, as after a loss of power; its digests tell of more
  const segments = readdirSync(folder())
    .filter((name) => name.endsWith('.seg'))
    .sort();
  const newest = join(folder(), segments.at(-1) as string);
  const kept = 300_000;
  truncateSync(newest, kept);
  writeFileSync(`${newest}.digest`, stale);
  const again = await opened();
  const lines = again.next - 1;
  expect(lines).toBeLessThan(LINES);
  expect((await found(again, 'needle')).keys).toEqual(wanted('needle', lines));
  await write(again, lines, LINES);
  for (const word of ['needle', '\\u', 'nothing']) expect((await found(again, word)).keys).toEqual(wanted(word));
  await stores[1]?.close();
  expect(existsSync(first)).toBe(true);
  expect(digestFiles().every((path) => readFileSync(path).length % DIGEST_BYTES === 0)).toBe(true);
});

it('a digest of another segment, or one with a wrong bit, hides nothing', async () => {
  const log = await opened();
  await write(log, 0, LINES);
  await found(log, 'needle');
  await stores[0]?.close();
  const [first = '', second = '', third = ''] = digestFiles();
  // files that have changed places: each is whole, and tells of a segment of the same size
  const [a, b] = [readFileSync(first), readFileSync(second)];
  writeFileSync(first, b);
  writeFileSync(second, a);
  const bad = readFileSync(third);
  bad[DIGEST_BYTES / 2] = (bad[DIGEST_BYTES / 2] as number) ^ 1;
  writeFileSync(third, bad);
  const again = await opened();
  for (const word of ['needle', '\\u', 'nothing']) expect((await found(again, word)).keys).toEqual(wanted(word));
  expect(readFileSync(first)).toEqual(a);
  expect(readFileSync(second)).toEqual(b);
});

it('digests of segments that are gone go, and those of a log that is made again under its name are its own', async () => {
  const log = await opened();
  await write(log, 0, LINES);
  await found(log, 'needle');
  const [left = ''] = digestFiles();
  await stores[0]?.drop('l', 'l');
  const again = await stores[0]?.log('l', 'l');
  if (!again) throw new Error('no log');
  const other = Array.from({ length: 3000 }, (_, i) => ({ key: String(i), data: Buffer.from(`other ${'y'.repeat(600)}`) }));
  await again.append(other);
  expect((await found(again, 'other')).keys).toHaveLength(3000);
  await stores[0]?.close();
  const orphan = left.replace(/[^/]*$/, '0000000000000007-000000000000007.seg.digest');
  writeFileSync(orphan, 'x');
  await opened();
  expect(existsSync(orphan)).toBe(false);
});

it('digests are made when it is calm, not while much is written', async () => {
  const clock = fakeClock(0);
  const store = new SegmentStore({ directory, clock, fsync: false, segmentBytes: SEGMENT, digests: true });
  stores.push(store);
  const log = await store.log('l', 'l');
  for (let i = 0; i < 4; i++) {
    await write(log, i * 6000, (i + 1) * 6000);
    await clock.advance(250);
  }
  await new Promise((later) => setTimeout(later, 50));
  expect(digestFiles()).toEqual([]);
  await clock.advance(250);
  await expect.poll(() => digestFiles().length).toBe(3);
  await expect.poll(() => readFileSync(digestFiles()[0] as string).length).toBe(5 * DIGEST_BYTES);
  expect((await found(log, 'needle')).keys).toEqual(wanted('needle'));
});

it('a digest goes with its segment', async () => {
  const clock = fakeClock(0);
  const store = new SegmentStore({ directory, clock, fsync: false, segmentBytes: SEGMENT, digests: true });
  stores.push(store);
  const log = await store.log('l', 'l');
  await write(log, 0, LINES);
  await log.trim(1_000_000);
  expect(digestFiles()).toEqual([]);
  await store.drop('l', 'l');
  expect(existsSync(folder())).toBe(false);
});
