import type { Migration } from '../database.ts';

export const migrations: readonly Migration[] = [
  {
    name: '001-blobs',
    sql: `CREATE TABLE blob (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, refs INTEGER NOT NULL, data BLOB);
          CREATE TABLE blob_garbage (id INTEGER PRIMARY KEY);
          CREATE TABLE blob_mark (low INTEGER NOT NULL);
          INSERT INTO blob_mark (low) VALUES (1);`,
  },
  {
    // which bytes a row has, where it has had others; and how often the store was opened, which makes that number one of a kind
    name: '002-content',
    sql: `ALTER TABLE blob ADD COLUMN content INTEGER;
          ALTER TABLE blob_mark ADD COLUMN life INTEGER NOT NULL DEFAULT 0;`,
  },
];
