import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeClock } from '#core';
import { SegmentStore } from './segment-store.ts';

let directory: string;
let store: SegmentStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-sieve-'));
  store = new SegmentStore({ directory, clock: fakeClock(0), segmentBytes: 100_000 });
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const texts = ['abc', 'xabcx', 'ab', 'c', '', 'needle', 'a needle and needles', 'need', 'le', 'z'.repeat(5000)];

it('records that hold one of the byte strings are found, however they lie in the file, and no others', async () => {
  const log = await store.log('l', 'l');
  const all: string[] = [];
  for (let i = 0; i < 200; i++) {
    const batch = Array.from({ length: 1 + (i % 7) }, (_, j) => texts[(i * 3 + j * 5) % texts.length] as string);
    await log.append(batch.map((text) => ({ key: 'abc needle', data: Buffer.from(text) })));
    all.push(...batch);
  }
  for (const anyOf of [['needle'], ['abc', 'needle'], ['nowhere'], ['zz', 'ab']]) {
    const found: [number, string][] = [];
    let scanned = 0;
    let next = 1;
    for (let reads = 0; next < log.next; reads++) {
      expect(reads).toBeLessThan(log.next);
      const read = await log.read({
        from: next,
        maxRecords: 3,
        maxBytes: 10_000,
        maxScan: 20_000,
        anyOf: anyOf.map((text) => Buffer.from(text)),
      });
      found.push(...read.entries.map(({ index, data }): [number, string] => [index, Buffer.from(data).toString()]));
      scanned += read.scanned.records;
      next = read.next;
    }
    const wanted = all.flatMap((text, i): [number, string][] => (anyOf.some((one) => text.includes(one)) ? [[i + 1, text]] : []));
    expect(found).toEqual(wanted);
    expect(scanned).toBe(all.length);
  }
});
