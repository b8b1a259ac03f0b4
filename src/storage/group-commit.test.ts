import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';
import type { WalSync } from './wal-sync.ts';

/** A disk that is done when the test says so. */
const disk = () => {
  const waiting: { resolve: () => void; reject: (reason: unknown) => void }[] = [];
  const wal: WalSync = {
    sync: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    close: () => {},
  };
  return { wal, waiting };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let i = 0; i < 5; i++) await turn();
};

let dir: string;
let db: Database;
let waiting: ReturnType<typeof disk>['waiting'];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-commit-'));
  const { wal, waiting: syncs } = disk();
  waiting = syncs;
  db = new Database(join(dir, 'meta.db'), wal);
  db.migrate('test', [{ name: '001', sql: 'CREATE TABLE t (n INTEGER)' }]);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});
const put = (n: number) => db.transaction(() => db.statement('INSERT INTO t (n) VALUES (?)').run(n));
/** What another process, or the next start, would see. */
const committed = () => {
  const other = openSqlite(join(dir, 'meta.db'));
  const rows = other.prepare('SELECT n FROM t ORDER BY n').all() as { n: number }[];
  other.close();
  return rows.map((row) => row.n);
};
const watch = (promise: Promise<void>) => {
  const seen = { state: 'waiting' };
  promise.then(
    () => {
      seen.state = 'durable';
    },
    () => {
      seen.state = 'failed';
    },
  );
  return seen;
};
const start = async () => {
  await turns();
  waiting.shift()?.resolve(); // the migration
  await turns();
};

test('nobody is told before the sync that covers his write has ended', async () => {
  await start();
  put(1);
  const first = watch(db.settled());
  await turns();
  expect([committed(), first.state, waiting.length]).toEqual([[1], 'waiting', 1]);
  put(2);
  const second = watch(db.settled());
  await turns();
  // one sync at a time: what came meanwhile is gathered, not committed
  expect([committed(), waiting.length]).toEqual([[1], 1]);
  waiting.shift()?.resolve();
  await turns();
  expect([first.state, second.state, committed(), waiting.length]).toEqual(['durable', 'waiting', [1, 2], 1]);
  waiting.shift()?.resolve();
  await turns();
  expect(second.state).toBe('durable');
});

test('writers who come turn after turn go with one commit, but none is waited for without end', async () => {
  await start();
  put(1);
  await turn();
  put(2);
  await turn();
  put(3);
  expect(committed()).toEqual([]);
  await turns();
  expect([committed(), waiting.length]).toEqual([[1, 2, 3], 1]);
  waiting.shift()?.resolve();
  await turns();
  for (let n = 4; n < 40; n++) {
    put(n);
    await turn();
  }
  expect(committed().length).toBeGreaterThan(3);
  expect(committed().length).toBeLessThan(20);
});

test('a reader waits for what he may have seen', async () => {
  await start();
  put(1);
  await turns();
  const reader = watch(db.settled());
  await turns();
  expect(reader.state).toBe('waiting');
  waiting.shift()?.resolve();
  await turns();
  expect(reader.state).toBe('durable');
  await db.settled(); // nothing is pending: at once
});

test('after a sync that failed nothing more is promised', async () => {
  await start();
  put(1);
  const first = watch(db.settled());
  await turns();
  put(2);
  const second = watch(db.settled());
  waiting.shift()?.reject(new Error('EIO'));
  await turns();
  expect([first.state, second.state]).toEqual(['failed', 'failed']);
  expect(() => put(3)).toThrow('EIO');
  expect(committed()).toEqual([1]);
});

test('closing makes everything durable', async () => {
  await start();
  put(1);
  const first = watch(db.settled());
  await turns();
  put(2);
  const second = watch(db.settled());
  db.close();
  await turns();
  expect([first.state, second.state, committed()]).toEqual(['durable', 'durable', [1, 2]]);
  waiting.shift()?.resolve(); // the sync that was on its way ends after all
  await turns();
});

test('what is written together runs just before the commit, each whole or undone, and is told when it is durable', async () => {
  await start();
  const insert = (n: number) => () => void db.statement('INSERT INTO t (n) VALUES (?)').run(n);
  const first = watch(db.together(insert(1)));
  const refused = db.together(() => {
    insert(2)();
    throw new Error('not this one');
  });
  const last = watch(db.together(insert(3)));
  expect(db.statement('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  await expect(refused).rejects.toThrow('not this one');
  await turns();
  expect([committed(), first.state, last.state, waiting.length]).toEqual([[1, 3], 'waiting', 'waiting', 1]);
  // it runs while the disk is waited for, too, and is committed afterwards
  const later = watch(db.together(insert(4)));
  await turns();
  expect(db.statement('SELECT count(*) AS n FROM t').get()).toEqual({ n: 3 });
  expect([committed(), later.state, waiting.length]).toEqual([[1, 3], 'waiting', 1]);
  waiting.shift()?.resolve();
  await turns();
  expect([first.state, last.state, later.state, committed()]).toEqual(['durable', 'durable', 'waiting', [1, 3, 4]]);
  waiting.shift()?.reject(new Error('the disk is gone'));
  await turns();
  expect(later.state).toBe('failed');
  await expect(db.together(insert(5))).rejects.toThrow('the disk is gone');
});

test('what waits to be written together is written when the database is closed', async () => {
  await start();
  const seen = watch(db.together(() => void db.statement('INSERT INTO t (n) VALUES (1)').run()));
  db.close();
  await turns();
  expect([seen.state, committed()]).toEqual(['durable', [1]]);
});
