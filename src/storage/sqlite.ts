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

export function openSqlite(path: string): SqliteDatabase {
  const require = createRequire(import.meta.url);
  const driver = require(major >= 24 ? 'node:sqlite' : '@photostructure/sqlite') as {
    DatabaseSync: new (path: string) => SqliteDatabase;
  };
  const database = new driver.DatabaseSync(path);
  // WAL + NORMAL: SQLite syncs what keeps the file whole; that a commit is on the disk is the caller's, see wal-sync.ts.
  // A checkpoint every 4,000 pages: the pages that are written again and again are copied once for many commits.
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000',
  );
  return database;
}
