import type { Scope } from '#core';
import type { Database } from '#storage';
import { classIn } from './object-row.ts';

/** What a bucket takes for being there. */
export interface BucketUsage {
  readonly scope: Scope;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of all versions of its objects, and of the parts of uploads that are not complete. */
  readonly bytes: number;
  /** The same by storage class. */
  readonly classes: ReadonlyMap<string, number>;
  /** All versions, delete markers and parts. */
  readonly objects: number;
}

interface SqlBucket {
  id: number;
  name: string;
  partition: string;
  account: string;
  region: string;
  tags: string | null;
}

interface SqlSum {
  brief: string;
  size: number;
  n: number;
}

/** Objects that are looked at without a pause. */
const PIECE = 5000;

/** Bucket by bucket, in pieces: requests are answered between them, and what they change meanwhile may or may not be seen. */
export async function* usageOf(database: Database): AsyncGenerator<BucketUsage> {
  const buckets = database
    .statement(`SELECT id, name, partition, account, region, json_extract(doc, '$.tags') AS tags FROM s3_bucket`)
    .all() as unknown as SqlBucket[];
  for (const { id, name, partition, account, region, tags } of buckets) {
    const classes = new Map<string, number>();
    let objects = 0;
    const add = (storageClass: string, { size, n }: Pick<SqlSum, 'size' | 'n'>) => {
      if (n > 0) classes.set(storageClass, (classes.get(storageClass) ?? 0) + Number(size));
      objects += Number(n);
    };
    const parts = database
      .statement(
        'SELECT coalesce(sum(p.size), 0) AS size, count(*) AS n FROM s3_upload u JOIN s3_part p ON p.upload = u.id WHERE u.bucket = ?',
      )
      .get(id) as SqlSum;
    add('STANDARD', parts);
    for (const table of ['s3_object', 's3_history']) {
      // up to the last key of a piece, and all of its versions: summed up in the order of the index, what follows is not looked at
      for (let after = '', more = true; more; ) {
        const last = database
          .statement(`SELECT key FROM ${table} WHERE bucket = ? AND key > ? ORDER BY key LIMIT 1 OFFSET ${PIECE - 1}`)
          .get(id, after) as { key: string } | undefined;
        const sum = `SELECT brief, sum(size) AS size, count(*) AS n FROM ${table} WHERE bucket = ? AND key > ?`;
        const rows = last
          ? database.statement(`${sum} AND key <= ? GROUP BY brief`).all(id, after, last.key)
          : database.statement(`${sum} GROUP BY brief`).all(id, after);
        for (const row of rows as SqlSum[]) add(classIn(row.brief), row);
        more = last !== undefined;
        after = last?.key ?? after;
        if (more) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const bytes = [...classes.values()].reduce((sum, size) => sum + size, 0);
    const scope = { partition, account, region };
    const parsed = JSON.parse(tags ?? '[]') as { Key: string; Value: string }[];
    const tagged = Object.fromEntries(parsed.map(({ Key, Value }) => [Key, Value]));
    yield { scope, name, bytes, classes, objects, tags: tagged };
  }
}

// aws: which requests cost what — S3 pricing page, "PUT, COPY, POST, LIST" and "GET, SELECT, and all other requests"; deleting is free
const WRITES = /^(Put|Copy|Post|List|Create|Complete|UploadPart)/;
const FREE = /^(Delete|Abort)/;

export const requestClass = (operation: string): 'write' | 'read' | 'free' =>
  WRITES.test(operation) ? 'write' : FREE.test(operation) ? 'free' : 'read';
