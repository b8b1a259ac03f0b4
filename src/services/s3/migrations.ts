import type { Migration } from '#storage';

/**
 * `s3_object` has exactly what a listing shows: the newest version of each key that is not deleted. Older versions and
 * delete markers are in `s3_history`, newest first. So a listing never steps over rows it does not show.
 */
export const migrations: readonly Migration[] = [
  {
    name: '001-buckets-objects-uploads',
    sql: `
      CREATE TABLE s3_bucket (
        id INTEGER PRIMARY KEY, partition TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
        created INTEGER NOT NULL, doc TEXT NOT NULL, UNIQUE (partition, name)
      );
      CREATE INDEX s3_bucket_owner ON s3_bucket (partition, account, name);
      CREATE TABLE s3_object (
        bucket INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, version TEXT NOT NULL, marker INTEGER NOT NULL,
        size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, brief TEXT NOT NULL, doc TEXT NOT NULL,
        PRIMARY KEY (bucket, key)
      ) WITHOUT ROWID;
      CREATE TABLE s3_history (
        bucket INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, version TEXT NOT NULL, marker INTEGER NOT NULL,
        size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, brief TEXT NOT NULL, doc TEXT NOT NULL,
        PRIMARY KEY (bucket, key, seq DESC)
      ) WITHOUT ROWID;
      CREATE INDEX s3_history_version ON s3_history (bucket, key, version);
      CREATE TABLE s3_upload (
        bucket INTEGER NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, initiated INTEGER NOT NULL, doc TEXT NOT NULL,
        PRIMARY KEY (bucket, key, id)
      ) WITHOUT ROWID;
      CREATE TABLE s3_part (
        upload TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL,
        doc TEXT NOT NULL, PRIMARY KEY (upload, number)
      ) WITHOUT ROWID;`,
  },
  { name: '002-daily-storage', sql: 'CREATE TABLE s3_measured (day INTEGER NOT NULL)' },
  {
    name: '003-completed-uploads',
    sql: `
      ALTER TABLE s3_upload ADD COLUMN disturbed INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE s3_completed (
        bucket INTEGER NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, parts TEXT NOT NULL, answer TEXT NOT NULL,
        PRIMARY KEY (bucket, id)
      ) WITHOUT ROWID;
      CREATE INDEX s3_completed_at ON s3_completed (at);`,
  },
];
