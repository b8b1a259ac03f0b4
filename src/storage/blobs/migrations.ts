import type { Migration } from '../database.ts';

export const migrations: readonly Migration[] = [
  {
    name: '001-blobs',
    sql: `CREATE TABLE blob (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, refs INTEGER NOT NULL, data BLOB);
          CREATE TABLE blob_garbage (id INTEGER PRIMARY KEY);
          CREATE TABLE blob_mark (low INTEGER NOT NULL);
          INSERT INTO blob_mark (low) VALUES (1);`,
  },
];
