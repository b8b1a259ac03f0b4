import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WORKER } from './checkpoints.ts';
import { Database } from './database.ts';
import { DRIVER } from './sqlite.ts';
import { noSync } from './wal-sync.ts';

// disks that others use take their time
vi.setConfig({ testTimeout: 60_000 });

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-checkpoints-'));
  path = join(dir, 'meta.db');
});
afterEach(() => rmSync(dir, { recursive: true }));

const open = (): Database => {
  const database = new Database(path, noSync);
  database.migrate('test', [{ name: '001', sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL)' }]);
  return database;
};
const rows = (database: Database) => (database.statement('SELECT count(*) AS n FROM t').get() as { n: number }).n;
/** Rows all over the tables, so that each transaction writes pages of its own. */
const write = async (database: Database, commits: number, from: number) => {
  for (let commit = 0; commit < commits; commit++) {
    for (let i = 0; i < 20; i++) {
      const id = (((from + commit) * 20 + i) * 7919) % 1_000_003;
      database.transaction(() => database.statement('INSERT INTO t VALUES (?, ?)').get(id, 'x'.repeat(1000)));
    }
    await database.settled();
  }
};

test('while writers never stop, the log begins anew again and again', async () => {
  const database = open();
  await write(database, 900, 0);
  expect(rows(database)).toBe(18_000);
  // how often it did: the header counts them. — sqlite.org/fileformat2.html, "WAL Header"
  expect(readFileSync(`${path}-wal`).readUInt32BE(12)).toBeGreaterThanOrEqual(3);
  database.close();
  const again = open();
  expect(rows(again)).toBe(18_000);
  again.close();
});

test('what a dead process leaves, whichever part of the log was copied, is all that was committed', async () => {
  const database = open();
  for (let round = 0; round < 8; round++) {
    await write(database, 25, round * 25);
    // as a kill would leave them: the log first, as copying only takes from it what the other file then has
    const image = join(dir, `image-${round}.db`);
    const wal = readFileSync(`${path}-wal`);
    writeFileSync(image, readFileSync(path));
    writeFileSync(`${image}-wal`, wal);
    const left = new Database(image, noSync);
    expect(rows(left)).toBe((round + 1) * 500);
    expect(left.statement('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    left.close();
  }
  database.close();
});

test('closing waits for a copy that is underway: nothing is written afterwards', async () => {
  const database = open();
  await write(database, 75, 0);
  database.close();
  const { mtimeMs } = statSync(path);
  await new Promise((later) => setTimeout(later, 100));
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  const again = open();
  expect(rows(again)).toBe(1500);
  again.close();
});

test('the thread goes on copying after its memory was cleaned up', async () => {
  const database = open();
  await write(database, 1, 0);
  // as an idle thread does sooner or later
  setFlagsFromString('--expose-gc');
  const workerData = { driver: DRIVER, path, shared: new SharedArrayBuffer(4) };
  const worker = new Worker(`${WORKER}\nparentPort.on('message', () => setImmediate(gc));`, { eval: true, workerData });
  try {
    for (let round = 0; round < 5; round++) {
      worker.postMessage(undefined);
      expect(await once(worker, 'message')).toEqual([0]);
      await new Promise((later) => setTimeout(later, 50));
    }
  } finally {
    await worker.terminate();
    database.close();
  }
});
