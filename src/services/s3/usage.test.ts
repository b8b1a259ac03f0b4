import { expect, test } from 'vitest';
import { Database } from '#storage';
import { migrations } from './migrations.ts';
import { type BucketUsage, usageOf } from './usage.ts';

test('what a bucket of many objects holds is added up piece by piece, versions of one key together', async () => {
  const database = new Database(':memory:');
  database.migrate('s3', migrations);
  const insert = (table: string) =>
    database.statement(
      `INSERT INTO ${table} (bucket, key, seq, version, marker, size, etag, modified, brief, doc) VALUES (?, ?, ?, '', 0, ?, '', 0, ?, '{}')`,
    );
  database.transaction(() => {
    const bucket = database.statement(
      "INSERT INTO s3_bucket (id, partition, name, account, region, created, doc) VALUES (?, 'aws', ?, '1', 'r', 0, '{}')",
    );
    bucket.run(1, 'one');
    bucket.run(2, 'two');
    for (let i = 0; i < 12_000; i++)
      insert('s3_object').run(1, `k${i}`, i, 2, i % 3 === 0 ? '  STANDARD_IA' : 'CRC32 FULL_OBJECT');
    // the 5,000th row of history is in the middle of one key's versions
    for (let i = 0; i < 9_000; i++) insert('s3_history').run(1, i >= 4_900 && i < 5_100 ? 'k14900' : `k${10_000 + i}`, i, 3, '');
    insert('s3_object').run(2, 'k', 1, 7, '');
  });
  const found: BucketUsage[] = [];
  for await (const usage of usageOf(database)) found.push(usage);
  expect(found.map(({ name, objects, bytes }) => ({ name, objects, bytes }))).toEqual([
    { name: 'one', objects: 21_000, bytes: 24_000 + 27_000 },
    { name: 'two', objects: 1, bytes: 7 },
  ]);
  expect([...(found[0]?.classes ?? [])].sort()).toEqual([
    ['STANDARD', 16_000 + 27_000],
    ['STANDARD_IA', 8_000],
  ]);
  database.close();
});
