/** The only file that names the SQLite driver. Node ≥ 22.5 has the same API built in; Node 20 gets it from a package. */
import { createRequire } from 'node:module';

export type Value = string | number | bigint | null | Uint8Array;
export type SqlRow = Record<string, Value>;

export interface Statement {
  /** For what is asked how much it changed. Elsewhere `get` does the same without making an object of the answer, which costs a sixth of a small write. */
  run(...values: Value[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  /** The first row; undefined where there is none, as for a statement that only writes. */
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
  iterate(...values: Value[]): Iterable<unknown>;
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

const [major = 0] = process.versions.node.split('.').map(Number);
const require = createRequire(import.meta.url);
/** What another thread has to require. */
export const DRIVER = major >= 24 ? 'node:sqlite' : require.resolve('@photostructure/sqlite');

export function openSqlite(path: string): SqliteDatabase {
  const driver = require(DRIVER) as { DatabaseSync: new (path: string) => SqliteDatabase };
  const database = new driver.DatabaseSync(path);
  // WAL + NORMAL: SQLite syncs what keeps the file whole; that a commit is on the disk is the caller's, see wal-sync.ts.
  // 16 MB of pages at most are kept: the thousand seeks of a page of folders go through some 3,000 pages of a bucket of a million objects.
  // Checkpoints are made beside the event loop (checkpoints.ts); within a commit only where that is not enough.
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=10000; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA cache_size=-16000',
  );
  return database;
}
