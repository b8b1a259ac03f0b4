/**
 * Claim: a shard's log costs little more than a file. In one run: batches of 500 records of 1 KiB are appended durably to a log
 * and, as plain buffers of the same size, to a file opened with O_DSYNC; single records by many writers are appended to a log
 * and to a file, one durable write each; and the log is read back against reading the file. Ratios of rates, higher is better.
 */
import { closeSync, constants, mkdtempSync, openSync, read, rmSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#core';
import { type LogRecord, SegmentStore } from '#storage';

const BATCHES = 400;
const PER_BATCH = 500;
const RECORD = 1024;
const WRITERS = 64;
const SINGLES = 6400;

const directory = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'millrace-bench-'));
const records: LogRecord[] = Array.from({ length: PER_BATCH }, (_, i) => ({ key: `key-${i}`, data: Buffer.alloc(RECORD, i) }));
const block = Buffer.alloc(PER_BATCH * RECORD, 1);

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const writeBlock = (file: number, bytes: Buffer, position: number) =>
  new Promise<void>((done, fail) =>
    write(file, bytes, 0, bytes.length, position, (failure) => (failure ? fail(failure) : done())),
  );
const readBlock = (file: number, bytes: Buffer, position: number) =>
  new Promise<void>((done, fail) =>
    read(file, bytes, 0, bytes.length, position, (failure) => (failure ? fail(failure) : done())),
  );

const show = (what: string, ours: number, plain: number, unit: string) =>
  console.log(
    `${what.padEnd(34)} ratio ${(ours / plain).toFixed(2)}   log ${ours.toFixed(0)} ${unit}, file ${plain.toFixed(0)} ${unit}`,
  );

const store = new SegmentStore({ directory: join(directory, 'logs'), clock: systemClock, segmentBytes: 1024 ** 3 });
const log = await store.log('bench', 'batches');
const path = join(directory, 'plain');
const file = openSync(path, constants.O_CREAT | constants.O_RDWR | constants.O_DSYNC);
const total = BATCHES * PER_BATCH;

// alternating, so that both see the same disk
let plainTime = 0;
let logTime = 0;
for (let i = 0; i < BATCHES; i++) {
  plainTime += await seconds(() => writeBlock(file, block, i * block.length));
  logTime += await seconds(async () => log.append(records));
}
show('durable batches of 500 x 1 KiB', total / logTime, total / plainTime, 'records/s');

const one = records.slice(0, 1);
const single = Buffer.alloc(RECORD);
const alone = await store.log('bench', 'singles');
const fileTime = await seconds(async () => {
  for (let i = 0; i < SINGLES / 8; i++) await writeBlock(file, single, total * RECORD + i * RECORD);
});
const aloneTime = await seconds(async () => {
  for (let i = 0; i < SINGLES / 8; i++) await alone.append(one);
});
show('one writer, durable singles', SINGLES / 8 / aloneTime, SINGLES / 8 / fileTime, 'records/s');
const sharedTime = await seconds(() =>
  Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let i = 0; i < SINGLES / WRITERS; i++) await alone.append(one);
    }),
  ),
);
show(`${WRITERS} writers sharing writes`, SINGLES / sharedTime, SINGLES / 8 / fileTime, 'records/s');

const target = Buffer.alloc(1024 * 1024);
const plainRead = await seconds(async () => {
  for (let at = 0; at < total * RECORD; at += target.length) await readBlock(file, target, at);
});
let count = 0;
const logRead = await seconds(async () => {
  for (let from = 1; from < log.next; ) {
    const { entries, next } = await log.read({ from, maxRecords: 10_000, maxBytes: 10 * 1024 * 1024 });
    count += entries.length;
    from = next;
  }
});
if (count !== total) throw new Error(`read ${count} of ${total}`);
show('reading back', total / logRead, total / plainRead, 'records/s');

const again = new SegmentStore({ directory: join(directory, 'logs'), clock: systemClock });
const bytes = BATCHES * PER_BATCH * RECORD;
const reopen = await seconds(async () => {
  if ((await again.log('bench', 'batches')).next !== log.next) throw new Error('records are missing');
});
show('recovery, in MiB/s', bytes / 1024 ** 2 / reopen, bytes / 1024 ** 2 / plainRead, 'MiB/s');
await again.close();
await store.close();
closeSync(file);
rmSync(directory, { recursive: true });
