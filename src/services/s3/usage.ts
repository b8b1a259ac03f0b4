import type { Scope } from '#core';
import type { Database } from '#storage';

/** What a bucket takes for being there. */
export interface BucketUsage {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of all versions of its objects, and of the parts of uploads that are not complete. */
  readonly bytes: number;
}

interface SqlBucket {
  id: number;
  name: string;
  account: string;
  region: string;
  tags: string | null;
}

/** Objects that are looked at without a pause. */
const PIECE = 5000;

/** Bucket by bucket, in pieces: requests are answered between them, and what they change meanwhile may or may not be seen. */
export async function* usageOf(database: Database): AsyncGenerator<BucketUsage> {
  const buckets = database
    .statement(`SELECT id, name, account, region, json_extract(doc, '$.tags') AS tags FROM s3_bucket`)
    .all() as unknown as SqlBucket[];
  for (const { id, name, account, region, tags } of buckets) {
    let bytes = Number(
      (
        database
          .statement('SELECT coalesce(sum(p.size), 0) AS n FROM s3_upload u JOIN s3_part p ON p.upload = u.id WHERE u.bucket = ?')
          .get(id) as { n: number }
      ).n,
    );
    for (const table of ['s3_object', 's3_history']) {
      let after = '';
      for (let more = true; more; ) {
        const rows = database
          .statement(
            `SELECT key, sum(size) AS size FROM ${table} WHERE bucket = ? AND key > ? GROUP BY key ORDER BY key LIMIT ${PIECE}`,
          )
          .all(id, after) as { key: string; size: number }[];
        bytes += rows.reduce((sum, { size }) => sum + Number(size), 0);
        after = rows.at(-1)?.key ?? '';
        more = rows.length === PIECE;
        if (more) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const parsed = JSON.parse(tags ?? '[]') as { Key: string; Value: string }[];
    yield { scope: { account, region }, name, bytes, tags: Object.fromEntries(parsed.map(({ Key, Value }) => [Key, Value])) };
  }
}

// aws: which requests cost what — S3 pricing page, "PUT, COPY, POST, LIST" and "GET, SELECT, and all other requests"; deleting is free
const WRITES = /^(Put|Copy|Post|List|Create|Complete|UploadPart)/;
const FREE = /^(Delete|Abort)/;

export const requestClass = (operation: string): 'write' | 'read' | 'free' =>
  WRITES.test(operation) ? 'write' : FREE.test(operation) ? 'free' : 'read';
