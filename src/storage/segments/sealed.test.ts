import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { DIGEST_BYTES } from './digest.ts';
import { SegmentStore } from './segment-store.ts';

let directory: string;
let store: SegmentStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-sealed-'));
  store = new SegmentStore({ directory, clock: fakeClock(0), fsync: false, segmentBytes: 3_000_000, digests: true });
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

it('what has a tag is found by every search, and its digest tells nothing of it', async () => {
  const log = await store.log('l', 'l');
  const line = (i: number) => Buffer.from(`sealed ${i} ${'y'.repeat(990)}`);
  for (let i = 0; i < 4000; i += 500) {
    await log.append(Array.from({ length: 500 }, (_, j) => ({ key: String(i + j), data: line(i + j), tag: 7 })));
  }
  const plain = (i: number) => ({ key: String(4000 + i), data: Buffer.from(`plain ${i} ${'x'.repeat(990)}`) });
  for (let i = 0; i < 4000; i += 500) await log.append(Array.from({ length: 500 }, (_, j) => plain(i + j)));
  const tags = new Map<number, number>();
  for (let from = log.first; from < log.next; ) {
    const { next } = await log.scan({ from, anyOf: [Buffer.from('plain 77 ')] }, ({ tag }) => {
      tags.set(tag, (tags.get(tag) ?? 0) + 1);
      return 'go on';
    });
    from = next;
  }
  expect([...tags]).toEqual([
    [7, 4000],
    [0, 1],
  ]);
  const folder = join(directory, 'l', 'l');
  const [oldest = ''] = readdirSync(folder).filter((name) => name.endsWith('.digest'));
  const digest = readFileSync(join(folder, oldest)).subarray(0, DIGEST_BYTES);
  // all of the threes are marked, or none would be found
  expect(digest.subarray(-8192).every((byte) => byte === 0xff)).toBe(true);
});
