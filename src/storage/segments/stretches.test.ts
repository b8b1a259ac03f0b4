import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeClock } from '#core';
import type { LogEntry } from './frame.ts';
import { SegmentStore } from './segment-store.ts';

const written = fc.array(
  fc.record({
    key: fc.option(fc.string({ unit: 'binary', maxLength: 20 }), { nil: undefined }),
    data: fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.constant(new Uint8Array(140_000))),
    tag: fc.nat({ max: 1 }),
  }),
  { minLength: 1, maxLength: 12 },
);

const shown = ({ data, ...rest }: LogEntry) => ({ ...rest, data: Buffer.from(data).toString('latin1') });

test('property: stretches are the records that entries are, where they lie', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-stretches-'));
  const clock = fakeClock(1000);
  const store = new SegmentStore({ directory, clock, fsync: false, segmentBytes: 400_000 });
  let logs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), async (appends, from, bound) => {
        const log = await store.log('s', `${logs++}`);
        for (const records of appends) {
          await clock.advance(5);
          await log.append(records);
        }
        const request = { from: 1 + (from % log.next), maxRecords: 1 + (bound % 20), maxBytes: 1 + bound * 1000 };
        const { entries, ...read } = await log.read(request);
        const { stretches, records, bytes, ...same } = await log.stretches(request);
        expect(same).toEqual(read);
        const found: LogEntry[] = [];
        for (const stretch of stretches) {
          expect(stretch.count).toBeGreaterThan(0);
          stretch.each((place) => {
            expect(place.piece).toBe(stretch.piece);
            found.push(place.entry());
          });
        }
        expect(found.map(shown)).toEqual(entries.map(shown));
        expect(records).toBe(entries.length);
        const size = ({ key, data }: LogEntry) => data.length + (key === undefined ? 0 : Buffer.byteLength(key));
        expect(bytes).toBe(entries.reduce((sum, entry) => sum + size(entry), 0));
      }),
      { numRuns: 20 },
    );
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
});
